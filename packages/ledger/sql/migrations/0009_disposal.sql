-- How the bytes of a refused message went before they expired: sent in again with success, or erased by hand. What was
-- recorded of the refusal stays as it is; this stands beside it, and cannot be changed either.

create table ledger.disposal (
  ledger text collate "C" not null,
  number bigint not null,
  disposed_at timestamptz not null,
  how text collate "C" not null check (how in ('redriven', 'purged')),
  primary key (ledger, number),
  foreign key (ledger, number) references ledger.rejection
);

select ledger.make_append_only('ledger.disposal');

-- Erases the bytes and notes how, both or neither; false when there are none any more.
create function ledger.dispose(p_ledger text, p_number bigint, p_how text) returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from quarantine.payload as p where p.ledger = p_ledger and p.number = p_number;
  if not found then
    return false;
  end if;
  insert into ledger.disposal (ledger, number, disposed_at, how)
  values (p_ledger, p_number, date_trunc('milliseconds', clock_timestamp()), p_how);
  return true;
end
$$;

revoke all on function ledger.dispose from public;
grant execute on function ledger.dispose to anshi_admin;
grant select on ledger.disposal to anshi_reader, anshi_admin;
