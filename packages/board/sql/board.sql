-- The read model: a pure function of the ledger up to the checkpoint. It is made whole, never altered: another version of
-- it is built anew from the ledger. All names are found by search_path, so that one can be built beside the other.

-- One row: which version of the projection this is, and which building of it. A projector that holds another
-- generation's slots in memory must not write here.
create table projection (
  version integer not null,
  generation uuid not null default gen_random_uuid(),
  built_at timestamptz not null default now(),
  -- Which text of its functions it has: see src/functions.ts.
  functions text
);

create table checkpoint (
  ledger text primary key,
  position bigint not null check (position >= 0),
  rule_set text not null,
  -- Of its local days.
  time_zone text not null
);

-- How far the board had come that this one took the place of, when a new version found an old one: until it has come as far
-- itself it alerts nobody.
create table mark (
  ledger text primary key,
  position bigint not null
);

-- Flags that decide which measures count a clock. `place` is a slot's place in the vectors of its kind; a slot that no
-- measure can count has none.
create table slot (
  slot integer generated always as identity primary key,
  ledger text not null,
  kind text not null,
  unit text not null,
  online boolean,
  origin text,
  place integer,
  unique nulls not distinct (ledger, kind, unit, online, origin)
);

-- Versions of clocks – and of ratings, whose kind is `rating` – in ledger order: known_from is the position of the very event
-- that changed it. `was_…` is the version before, so that what changed at a position is read from one row; `gone` marks
-- a clock that a retraction took away.
create table clock (
  ledger text not null,
  started_by bigint not null,
  kind text not null,
  known_from bigint not null,
  known_to bigint,
  -- The first instant at which it counts otherwise than the version before, and how late that was known: 0 within an hour of
  -- the latest instant known then, else n for less than 2^n hours.
  differs_at timestamptz not null,
  late_class smallint not null,
  -- What that adds to the counters, and from when on: see src/mark-bytes.ts.
  marks bytea not null,
  slot integer not null,
  subject text not null,
  rule text,
  start_at timestamptz not null,
  start_day date not null,
  due_day date,
  lapse_at timestamptz,
  outcome text not null check (outcome in ('open', 'kept', 'late', 'void', 'ended', 'rated', 'gone')),
  -- From when on a miss shows, and the day it counts on; null for what was kept or voided.
  miss_at timestamptz,
  miss_day date,
  -- The miss shows within its own day already, not at the midnight after.
  own_day boolean not null,
  provisional boolean not null,
  close_at timestamptz,
  close_day date,
  closed_by text,
  success boolean,
  score integer,
  disordered boolean not null,
  late_extension boolean not null,
  suspended_since date,
  due_steps jsonb,
  -- It cannot be told which measures count it.
  unclassified boolean not null,
  was_slot integer,
  was_outcome text,
  was_start_at timestamptz,
  was_start_day date,
  was_miss_at timestamptz,
  was_miss_day date,
  was_provisional boolean,
  was_close_at timestamptz,
  was_close_day date,
  was_success boolean,
  was_score integer,
  primary key (ledger, started_by, kind, known_from)
) with (fillfactor = 80);

create index clock_known on clock (ledger, known_from);
-- Those known late lie apart in the table, so what a board reads of them is in the index.
create index clock_late on clock (ledger, late_class, known_from) include (differs_at, marks) where late_class > 0;
-- No index has known_to, so that a version is closed in its place, and in no index.
create index clock_missed on clock (ledger, miss_at) where outcome in ('late', 'ended');
-- Every version there was, by when its miss shows.
create index clock_due on clock (ledger, kind, miss_at) where outcome = 'open';
create index clock_own_day on clock (ledger, miss_day) where own_day;
create index clock_provisional on clock (ledger, miss_at) where provisional and outcome = 'open';

-- Of the clocks that are open or unclassified as known now the version that is: what lists of the present look for.
create table live (
  ledger text not null,
  started_by bigint not null,
  kind text not null,
  known_from bigint not null,
  open boolean not null,
  unclassified boolean not null,
  slot integer not null,
  start_at timestamptz not null,
  due_day date,
  -- Its due was another one before: see clock.due_steps.
  stepped boolean not null,
  suspended_since date,
  lapse_at timestamptz,
  miss_at timestamptz,
  provisional boolean not null,
  primary key (ledger, started_by, kind)
);

create index live_open on live (ledger, kind, miss_at, started_by) where open;
create index live_unclassified on live (ledger, coalesce(lapse_at, 'infinity'), started_by, kind) where unclassified;
create index live_provisional on live (ledger) where open and provisional;

-- Anchors: at block n the counters are sealed as known at `upto`, as of `at`, which is not before any instant known by then.
-- Both rise with the block. They are a cache: any schedule of sealing gives the same answers.
create table anchor (
  ledger text not null,
  block integer not null,
  upto bigint not null,
  at timestamptz not null,
  -- Changes known by then, and those of them that were known late.
  changes bigint not null,
  late bigint not null,
  -- The latest miss of any clock known by then; null: none can be missed.
  farthest timestamptz,
  primary key (ledger, block)
);

create index anchor_upto on anchor (ledger, upto, block);
create index anchor_at on anchor (ledger, at, block);

-- Sealed sums of one series (a clock kind's counters by one of its days), never updated: what holds at an anchor is the latest
-- row of the node at or before its block. Level 0: days from the first of their 8 to this one; level 1: the groups of 8
-- before this one within their 64; level 2: all days up to the end of this 64. `node` is the number of series, level and place, see
-- src/node.ts, and leads the key: a board looks up a hundred and more of them, and numbers are compared in half the time.
create table node (
  node bigint not null,
  ledger text not null,
  block integer not null,
  sums integer[] not null,
  primary key (node, ledger, block)
);
alter table node alter column sums set storage main;

-- The groups of level 2 there are, each since its first block.
create table node_64 (
  ledger text not null,
  series smallint not null,
  place integer not null,
  since integer not null,
  primary key (ledger, series, place)
);

-- Positions at which units, calendars or national figures may have changed: between two of them they are the same.
create table reference_step (
  ledger text not null,
  position bigint not null,
  primary key (ledger, position)
);

-- Cases that could not be assessed, from the position on at which that was so.
create table parked (
  ledger text not null,
  kind text not null,
  subject text not null,
  known_from bigint not null,
  reason text not null,
  primary key (ledger, kind, subject)
);

-- What the domain says of its measures, clock kinds and built-in holidays, written when the tables are made.
create table clock_kind (
  clock text primary key,
  -- Also the number of its series: see src/mark.ts.
  clock_order integer not null unique,
  clock_name text not null,
  clock_english text not null
);

create table measure (
  measure text primary key,
  measure_order integer not null unique,
  measure_name text not null,
  measure_english text not null,
  clock text not null references clock_kind,
  formula text not null check (formula in ('on-time', 'completion', 'disposal', 'success', 'satisfaction')),
  online_only boolean not null,
  origins text[],
  threshold numeric,
  scored text check (scored in ('>', '>='))
);

create table holiday (
  year integer not null,
  day date primary key,
  works boolean not null
);
