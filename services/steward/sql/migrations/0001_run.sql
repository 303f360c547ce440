-- Up Migration
-- What the steward did: each job once a period, whatever the number of instances. All times are the database's clock.

create table run (
  -- '*' for a job of the whole database: no ledger can be named so.
  ledger text collate "C" not null,
  job text collate "C" not null,
  -- Names of a job's periods sort in order of time.
  period text collate "C" not null,
  -- Which process made the last attempt.
  instance text not null,
  attempt integer not null check (attempt > 0),
  started_at timestamptz not null,
  -- Null while an attempt runs, or when it was cut off and nobody has taken it over yet.
  finished_at timestamptz,
  outcome text check (outcome in ('done', 'failed')),
  detail jsonb,
  primary key (ledger, job, period),
  check ((finished_at is null) = (outcome is null))
);

do $$
begin
  execute format('grant usage on schema %I to anshi_reader, anshi_admin', current_schema());
end
$$;
grant select on run to anshi_reader;
-- The steward works as admin, the only role that may erase what was rejected. What was recorded is never removed.
grant select, insert, update on run to anshi_admin;

-- Down Migration
drop table run;
