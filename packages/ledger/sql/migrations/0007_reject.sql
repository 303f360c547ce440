-- Keeps refused messages, given as arrays of equal length, and returns the number of the last. In the transaction of the
-- append that met them, and under the same lock, so that numbers are contiguous in commit order.

create function ledger.reject(
  p_ledger text, p_door text, p_received_at timestamptz, p_keep interval, p_origins text[], p_codes text[],
  p_messages text[], p_paths text[], p_faults jsonb[], p_sources text[], p_ids text[], p_payloads bytea[]
) returns bigint
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set jit = off
as $$
declare
  v_last bigint;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'ledger.reject needs a READ COMMITTED transaction' using errcode = 'AN001';
  end if;
  perform pg_advisory_xact_lock(1634628456, hashtext(p_ledger));
  select coalesce(max(r.number), 0) into v_last from ledger.rejection as r where r.ledger = p_ledger;

  insert into ledger.rejection (
    ledger, number, received_at, door, origin, code, message, path, faults, payload_hash, payload_bytes, source, event_id
  )
  select p_ledger, v_last + m.n, date_trunc('milliseconds', p_received_at), p_door, m.origin, m.code, m.message, m.path,
         m.faults, sha256(m.payload), length(m.payload), m.source, m.id
    from unnest(p_origins, p_codes, p_messages, p_paths, p_faults, p_sources, p_ids, p_payloads)
           with ordinality as m (origin, code, message, path, faults, source, id, payload, n);

  insert into quarantine.payload (ledger, number, bytes, expires_at)
  select p_ledger, v_last + m.n, m.payload, p_received_at + p_keep
    from unnest(p_payloads) with ordinality as m (payload, n);

  return v_last + cardinality(p_codes);
end
$$;
