-- Partition n holds the positions from n × size up to, not including, (n + 1) × size.

create function ledger.partition_size() returns bigint
language sql immutable parallel safe
return 4194304;

create function ledger.partition_name(p_number bigint) returns text
language sql immutable parallel safe
return 'event_p' || lpad(p_number::text, greatest(5, length(p_number::text)), '0');

-- Makes a partition unless it is there. A table made alone and then attached blocks neither readers nor writers;
-- CREATE TABLE … PARTITION OF would. Two ledgers may come here at once: the second waits and finds it made.
create function ledger.ensure_partition(p_number bigint) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_name text := format('ledger.%I', ledger.partition_name(p_number));
begin
  if to_regclass(v_name) is not null then
    return;
  end if;
  perform pg_advisory_xact_lock(1634628457, 0);
  -- By a query: waiting for the lock does not freshen the name cache that to_regclass asks.
  if exists (
    select from pg_class as c where c.relnamespace = 'ledger'::regnamespace and c.relname = ledger.partition_name(p_number)
  ) then
    return;
  end if;
  execute format('create table %s (like ledger.event including all)', v_name);
  perform ledger.make_append_only(v_name::regclass);
  execute format('alter table ledger.event attach partition %s for values from (%s) to (%s)', v_name,
    p_number * ledger.partition_size(), (p_number + 1) * ledger.partition_size());
end
$$;

select ledger.ensure_partition(0), ledger.ensure_partition(1);
