-- Who may. Functions are anybody's until they are taken away.
do $$
begin
  execute format('revoke all on all functions in schema %I from public', current_schema());
  execute format('grant usage on schema %I to anshi_projector, anshi_reader, anshi_admin, anshi_dashboard', current_schema());
  execute format('grant execute on all functions in schema %I to anshi_projector, anshi_reader, anshi_admin', current_schema());
end
$$;
grant select on projection, mark, clock_kind, measure, holiday to anshi_projector;
grant select, insert, update on checkpoint, slot, clock, anchor, node, node_64, reference_step, parked to anshi_projector;
grant select, insert, delete on live to anshi_projector;
grant select on projection, mark, checkpoint, slot, clock, live, anchor, node, node_64, reference_step, parked, clock_kind, measure, holiday,
  standing to anshi_reader, anshi_admin;

-- Dashboards: what docs/board-sql.md tells of, and nothing else.
grant select on clock_kind, measure, standing to anshi_dashboard;
grant execute on function
  figures, figures_by_month, trend, ranking, changes, position_at, position_of, instant_of, near_due, overdue, late, ended,
  unclassified, suspended, parked(text, bigint, integer), near_due_counts, units, working_day, working_days_after, throughput, rejections,
  publications, published, seals
  to anshi_dashboard;
