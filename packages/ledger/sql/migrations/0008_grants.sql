-- Who may do what. The roles were made before: they belong to the whole cluster, not to this database.

revoke all on schema ledger, quarantine from public;
revoke all on all functions in schema ledger from public;

grant usage on schema ledger to anshi_appender, anshi_projector, anshi_reader, anshi_admin;
grant execute on function ledger.append, ledger.reject to anshi_appender;
grant select on ledger.batch, ledger.event, ledger.event_key to anshi_projector;
grant select on ledger.batch, ledger.event, ledger.rejection to anshi_reader, anshi_admin;

grant usage on schema quarantine to anshi_admin;
grant select, delete on quarantine.payload to anshi_admin;
