-- The database itself refuses to change or remove what was recorded, whoever asks. ENABLE ALWAYS: a session in replica role
-- does not get past either. Statement triggers also fire when no row would match.

create function ledger.refuse_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception '%.% is append-only: % is refused', tg_table_schema, tg_table_name, tg_op using errcode = 'AN010';
end
$$;

create function ledger.make_append_only(p_table regclass) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  execute format(
    'create trigger append_only before update or delete or truncate on %s
       for each statement execute function ledger.refuse_change()', p_table);
  execute format('alter table %s enable always trigger append_only', p_table);
end
$$;

select ledger.make_append_only('ledger.batch');
select ledger.make_append_only('ledger.event');
select ledger.make_append_only('ledger.event_key');
select ledger.make_append_only('ledger.rejection');
select ledger.make_append_only('ledger.migration');

-- Payloads expire, so they can be deleted, one by one; nothing else.
create trigger erase_only before update or truncate on quarantine.payload
  for each statement execute function ledger.refuse_change();
alter table quarantine.payload enable always trigger erase_only;
