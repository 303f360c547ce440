-- A batch is what one append accepted. The head of a ledger is its last batch: there is no row that moves.

create table ledger.batch (
  ledger text collate "C" not null check (ledger ~ '^[0-9A-Za-z_-]{1,64}$'),
  number bigint not null check (number > 0),
  first_position bigint not null check (first_position > 0),
  last_position bigint not null,
  recorded_at timestamptz not null check (isfinite(recorded_at)),
  previous_hash bytea not null check (length(previous_hash) = 32),
  chain_hash bytea not null check (length(chain_hash) = 32),
  primary key (ledger, number),
  check (last_position >= first_position)
);

-- What was known at an instant: the last batch recorded by then.
create index batch_recorded_at on ledger.batch (ledger, recorded_at, number);

-- The exact bytes of the chain, so that anyone can recompute it:
--   chain_hash = sha256( previous_hash || header || content_hash(first_position) || … || content_hash(last_position) )
-- where previous_hash is the 32 bytes of the batch before (32 zero bytes for the first one), each content_hash is the 32
-- bytes of sha256 over the UTF-8 bytes of that event's body, and header is the UTF-8 text of seven lines, each ended by
-- one line feed:
--   anshi-batch-1
--   ledger
--   number
--   first_position
--   last_position
--   recorded_at, as YYYY-MM-DDTHH:MM:SS.mmmZ
--   (an empty line)
create function ledger.batch_header(
  p_ledger text, p_number bigint, p_first bigint, p_last bigint, p_recorded_at timestamptz
) returns bytea
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select convert_to(
    concat_ws(e'\n', 'anshi-batch-1', p_ledger, p_number, p_first, p_last,
      to_char(p_recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), '', ''),
    'UTF8')
$$;
