-- Up Migration
-- The runs as dashboards read them: docs/board-sql.md tells of the columns.
create view job_run as
  select ledger, job, period, attempt, instance, started_at, finished_at,
         extract(epoch from coalesce(finished_at, clock_timestamp()) - started_at) as duration,
         coalesce(outcome, 'running') as outcome,
         case outcome when 'done' then '完成' when 'failed' then '失败' else '进行中' end as outcome_text,
         detail
    from run;

do $$
begin
  execute format('grant usage on schema %I to anshi_dashboard', current_schema());
end
$$;
grant select on job_run to anshi_dashboard, anshi_reader, anshi_admin;

-- Down Migration
drop view job_run;
