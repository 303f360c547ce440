-- The events, partitioned by position so that old ones can be backed up, moved and vacuumed by themselves.

create table ledger.event (
  ledger text collate "C" not null,
  position bigint not null,
  source text collate "C" not null,
  event_id text collate "C" not null,
  type text collate "C" not null,
  kind text collate "C" not null,
  subject text collate "C" not null,
  occurred_at timestamptz not null check (isfinite(occurred_at)),
  recorded_at timestamptz not null,
  -- The canonical JSON as text: what is hashed must come back byte for byte, which jsonb does not promise.
  body text collate "C" not null,
  content_hash bytea not null,
  primary key (ledger, position)
) partition by range (position);

-- The history of a case, in order.
create index event_case on ledger.event (ledger, kind, subject, position);

-- Uniqueness of (source, id) cannot be asked of a table partitioned by position, so identities live apart, slim.
create table ledger.event_key (
  ledger text collate "C" not null,
  identity uuid not null,
  position bigint not null,
  primary key (ledger, identity)
);

-- First 16 bytes of sha256(source || 0x00 || id). PostgreSQL texts cannot hold 0x00, so no two pairs give the same bytes.
-- Stable, not immutable, as convert_to is: else it could not be inlined, and a call costs more than the hash.
create function ledger.event_identity(p_source text, p_id text) returns uuid
language sql stable parallel safe
return encode(
  substr(sha256(convert_to(p_source, 'UTF8') || '\x00'::bytea || convert_to(p_id, 'UTF8')), 1, 16), 'hex')::uuid;
