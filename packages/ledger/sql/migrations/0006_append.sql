-- Appends a batch, given as arrays of equal length; p_times are whole milliseconds since 1970.
--
-- The same (source, id) with the same body is a duplicate, with another body a conflict; the first one stands. Neither is
-- stored; refused_index (from 1), refused_outcome and refused_position (of the one that stands) tell of them. With
-- p_conflicts false a conflict raises AN002 instead, so that nothing at all has happened.
-- first_position and last_position are null when nothing was accepted; there is no batch then.
-- Raises AN001 unless read committed, AN003 for arrays of unequal length.

create function ledger.append(
  p_ledger text, p_sources text[], p_ids text[], p_types text[], p_subjects text[], p_times bigint[], p_bodies text[],
  p_conflicts boolean default true,
  out first_position bigint, out last_position bigint, out head_position bigint, out head_recorded_at timestamptz,
  out refused_index integer[], out refused_outcome text[], out refused_position bigint[]
)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set plan_cache_mode = force_generic_plan
set jit = off
set work_mem = '64MB'
as $$
declare
  v_count integer := cardinality(p_ids);
  v_head ledger.batch;
  v_recorded_at timestamptz;
  v_identities uuid[];
  v_hashes bytea[];
  v_taken integer[];
  v_distinct integer;
begin
  -- A snapshot older than the lock would read an old head.
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'ledger.append needs a READ COMMITTED transaction' using errcode = 'AN001';
  end if;
  if (v_count, v_count, v_count, v_count, v_count) is distinct from (cardinality(p_sources), cardinality(p_types),
      cardinality(p_subjects), cardinality(p_times), cardinality(p_bodies)) then
    raise exception 'ledger.append needs arrays of one length' using errcode = 'AN003';
  end if;

  -- Before anything is read: who holds it is the only writer of this ledger until commit, so that positions are given in
  -- commit order. Each statement below has a snapshot of its own, taken after this wait.
  perform pg_advisory_xact_lock(1634628456, hashtext(p_ledger));
  select * into v_head from ledger.batch as b where b.ledger = p_ledger order by b.number desc limit 1;
  head_position := coalesce(v_head.last_position, 0);
  head_recorded_at := v_head.recorded_at;
  refused_index := '{}';
  refused_outcome := '{}';
  refused_position := '{}';
  if v_count = 0 then
    return;
  end if;

  select array_agg(ledger.event_identity(e.source, e.id) order by e.n),
         array_agg(sha256(convert_to(e.body, 'UTF8')) order by e.n)
    into v_identities, v_hashes
    from unnest(p_sources, p_ids, p_bodies) with ordinality as e (source, id, body, n);
  select count(distinct i) into v_distinct from unnest(v_identities) as i;

  -- All fresh is the common case. Asking first costs one probe a row, of the page the insert needs next anyway; inserting
  -- first and giving the rows up again would leave the index full of dead entries.
  if v_distinct < v_count or exists (
    select from ledger.event_key as k where k.ledger = p_ledger and k.identity = any (v_identities)
  ) then
    select s.taken, s.refused, s.outcomes, s.positions
      into v_taken, refused_index, refused_outcome, refused_position
      from ledger.sift(p_ledger, head_position, v_identities, v_hashes) as s;
    if not p_conflicts and 'conflict' = any (refused_outcome) then
      raise exception 'a conflicting duplicate' using errcode = 'AN002';
    end if;
    v_count := cardinality(v_taken);
    if v_count = 0 then
      return;
    end if;
    select array_agg(e.source order by e.n), array_agg(e.id order by e.n), array_agg(e.type order by e.n),
           array_agg(e.subject order by e.n), array_agg(e.time order by e.n), array_agg(e.body order by e.n),
           array_agg(e.identity order by e.n), array_agg(e.hash order by e.n)
      into p_sources, p_ids, p_types, p_subjects, p_times, p_bodies, v_identities, v_hashes
      from unnest(p_sources, p_ids, p_types, p_subjects, p_times, p_bodies, v_identities, v_hashes)
             with ordinality as e (source, id, type, subject, time, body, identity, hash, n)
     where e.n = any (v_taken);
  end if;

  first_position := head_position + 1;
  last_position := head_position + v_count;
  -- The clock may be set back; what was known by an instant must not change.
  v_recorded_at := greatest(date_trunc('milliseconds', clock_timestamp()), v_head.recorded_at);

  -- One partition ahead, so that none is missing when the border comes.
  for v_partition in first_position / ledger.partition_size() .. last_position / ledger.partition_size() + 1 loop
    perform ledger.ensure_partition(v_partition);
  end loop;

  insert into ledger.event_key (ledger, identity, position)
  select p_ledger, k.identity, head_position + k.n
    from unnest(v_identities) with ordinality as k (identity, n);

  insert into ledger.event (
    ledger, position, source, event_id, type, kind, subject, occurred_at, recorded_at, body, content_hash
  )
  select p_ledger, head_position + e.n, e.source, e.id, e.type, split_part(e.type, '.', 3), e.subject,
         -- Days apart from the rest: an interval times a number would round in a double.
         timestamptz 'epoch' + make_interval(
           days => (e.time / 86400000)::integer, secs => (e.time % 86400000) / 1000::double precision),
         v_recorded_at, e.body, e.hash
    from unnest(p_sources, p_ids, p_types, p_subjects, p_times, p_bodies, v_hashes)
           with ordinality as e (source, id, type, subject, time, body, hash, n);

  insert into ledger.batch (ledger, number, first_position, last_position, recorded_at, previous_hash, chain_hash)
  select p_ledger, link.number, first_position, last_position, v_recorded_at, link.previous_hash,
         sha256(link.previous_hash
           || ledger.batch_header(p_ledger, link.number, first_position, last_position, v_recorded_at)
           || (select string_agg(h.hash, ''::bytea order by h.n) from unnest(v_hashes) with ordinality as h (hash, n)))
    from (select coalesce(v_head.number, 0) + 1 as number,
                 coalesce(v_head.chain_hash, decode(repeat('00', 32), 'hex')) as previous_hash) as link;

  -- A hint for followers; polling is the truth.
  perform pg_notify('anshi_ledger', p_ledger || ' ' || last_position);
  head_position := last_position;
  head_recorded_at := v_recorded_at;
end
$$;

-- Parts a batch that holds duplicates: the indices (from 1) to take, and of the others the outcome and the position of the
-- event that stands, which may be one of this very batch.
create function ledger.sift(
  p_ledger text, p_head bigint, p_identities uuid[], p_hashes bytea[],
  out taken integer[], out refused integer[], out outcomes text[], out positions bigint[]
)
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
  with given as (
    select g.n, g.identity, g.hash, first_value(g.n) over same as first_n, first_value(g.hash) over same as first_hash
      from unnest(p_identities, p_hashes) with ordinality as g (identity, hash, n)
    window same as (partition by g.identity order by g.n)
  ), stored as (
    select k.identity, k.position, e.content_hash
      from ledger.event_key as k
      join ledger.event as e on e.ledger = k.ledger and e.position = k.position
     where k.ledger = p_ledger and k.identity = any (p_identities)
  ), judged as (
    select g.n, g.first_n, g.hash = coalesce(s.content_hash, g.first_hash) as same_body, s.position,
           s.position is null and g.n = g.first_n as is_taken
      from given as g
      left join stored as s on s.identity = g.identity
  ), placed as (
    select j.*, p_head + count(*) filter (where j.is_taken) over (order by j.n) as place
      from judged as j
  )
  select coalesce(array_agg(p.n::integer order by p.n) filter (where p.is_taken), '{}'),
         coalesce(array_agg(p.n::integer order by p.n) filter (where not p.is_taken), '{}'),
         coalesce(array_agg(case when p.same_body then 'duplicate' else 'conflict' end order by p.n)
           filter (where not p.is_taken), '{}'),
         coalesce(array_agg(coalesce(p.position, standing.place) order by p.n) filter (where not p.is_taken), '{}')
    from placed as p
    join placed as standing on standing.n = p.first_n
$$;
