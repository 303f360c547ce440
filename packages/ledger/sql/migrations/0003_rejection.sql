-- What was refused, and why. Numbers are contiguous per ledger, so that a follower can remember how far it came.

create table ledger.rejection (
  ledger text collate "C" not null,
  number bigint not null check (number > 0),
  received_at timestamptz not null,
  door text collate "C" not null check (door in ('http', 'kafka', 'file')),
  origin text collate "C" not null,
  code text collate "C" not null,
  message text collate "C" not null,
  path text collate "C" not null,
  faults jsonb not null,
  payload_hash bytea not null,
  payload_bytes integer not null,
  source text collate "C",
  event_id text collate "C",
  primary key (ledger, number)
);

-- The refused bytes may hold personal data: they are apart from the log, and are erased when they expire.
create schema quarantine;

create table quarantine.payload (
  ledger text collate "C" not null,
  number bigint not null,
  bytes bytea not null,
  expires_at timestamptz not null,
  primary key (ledger, number)
);

create index payload_expires_at on quarantine.payload (expires_at);
