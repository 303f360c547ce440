-- A seal is a signed head of a ledger: who holds one can tell later whether anything up to it was changed.

create table ledger.seal (
  ledger text collate "C" not null,
  number bigint not null check (number > 0),
  position bigint not null check (position > 0),
  -- What is signed, byte for byte: canonical JSON. The columns before it say again what it says.
  text text collate "C" not null,
  signature bytea not null check (length(signature) = 64),
  -- The roots of the complete subtrees of 1,024 events that came since the seal before, 32 bytes each: with those of all the
  -- seals before, sealing and proving read few events besides.
  blocks bytea not null check (length(blocks) % 32 = 0),
  primary key (ledger, number)
);

-- The first seal of a position.
create index seal_position on ledger.seal (ledger, position, number);

select ledger.make_append_only('ledger.seal');

-- Keeps a seal that follows the last one. Raises AN004 when another came between: there is nothing to repeat then but the asking.
create function ledger.keep_seal(
  p_ledger text, p_number bigint, p_position bigint, p_text text, p_signature bytea, p_blocks bytea
) returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_last ledger.seal;
begin
  perform pg_advisory_xact_lock(1634628458, hashtext(p_ledger));
  select * into v_last from ledger.seal as s where s.ledger = p_ledger order by s.number desc limit 1;
  if p_number <> coalesce(v_last.number, 0) + 1 or p_position < coalesce(v_last.position, 0) then
    raise exception 'seal % does not follow the last one', p_number using errcode = 'AN004';
  end if;
  insert into ledger.seal (ledger, number, position, text, signature, blocks)
  values (p_ledger, p_number, p_position, p_text, p_signature, p_blocks);
end
$$;

revoke all on function ledger.keep_seal from public;
grant execute on function ledger.keep_seal to anshi_admin;
grant select on ledger.seal to anshi_reader, anshi_admin;

-- To verify is to hold every table against the others.
grant select on ledger.event_key to anshi_reader, anshi_admin;

-- How far the seals were told to a topic, as with rejections.
grant select, insert, update on intake.told to anshi_admin;
