-- Up Migration
-- The read model: a pure function of the ledger up to the checkpoint. All names are found by search_path, so that another
-- version of the projection can be built in a schema beside this one.

create table checkpoint (
  ledger text primary key,
  position bigint not null check (position >= 0),
  rule_set text not null
);

-- Flags that decide which measures count a clock: counters are kept by slot.
create table slot (
  slot integer generated always as identity primary key,
  ledger text not null,
  kind text not null,
  unit text not null,
  online boolean,
  origin text,
  unique nulls not distinct (ledger, kind, unit, online, origin)
);

-- Clock versions in ledger order: known_from is the position of the very event that changed the clock. known_to stands in no
-- index and no index predicate, so that closing a version stays a heap-only update.
create table clock (
  ledger text not null,
  started_by bigint not null,
  kind text not null,
  known_from bigint not null,
  known_to bigint,
  slot integer not null,
  subject text not null,
  rule text not null,
  start_at timestamptz not null,
  start_day date not null,
  due_day date,
  lapse_at timestamptz,
  miss_day date,
  provisional boolean not null,
  outcome text not null check (outcome in ('open', 'kept', 'late', 'void', 'ended')),
  close_at timestamptz,
  close_day date,
  closed_by text,
  disordered boolean not null,
  late_extension boolean not null,
  suspended_since date,
  due_steps jsonb,
  primary key (ledger, started_by, kind, known_from)
) with (fillfactor = 80);

-- The day first: with the ledger first, a planner without statistics takes this index for the key.
create index clock_start on clock (start_day, ledger);
create index clock_close on clock (ledger, close_day) where close_day is not null;
create index clock_miss on clock (ledger, miss_day) where miss_day is not null;
create index clock_provisional on clock (ledger) where provisional;

create table rating (
  ledger text not null,
  rated_by bigint not null,
  known_from bigint not null,
  known_to bigint,
  slot integer not null,
  subject text not null,
  score integer not null,
  rated_at timestamptz not null,
  rated_day date not null,
  superseded_at timestamptz,
  superseded_day date,
  primary key (ledger, rated_by, known_from)
) with (fillfactor = 80);

create index rating_day on rating (ledger, rated_day);
create index rating_superseded on rating (ledger, superseded_day) where superseded_day is not null;

-- Additive counters at the checkpoint, by the last day a cell waits for (`day`) and, where a question asks for two days, the
-- other one. See src/cell.ts for what each counter counts.
create table cell (
  ledger text not null,
  counter text not null,
  slot integer not null,
  day date not null,
  other_day date not null,
  n bigint not null,
  primary key (ledger, counter, slot, day, other_day)
) with (fillfactor = 80);

-- Cases that could not be assessed, from the position on at which that was so.
create table parked (
  ledger text not null,
  kind text not null,
  subject text not null,
  known_from bigint not null,
  reason text not null,
  primary key (ledger, kind, subject)
);

do $$
begin
  execute format('grant usage on schema %I to anshi_projector, anshi_reader, anshi_admin', current_schema());
end
$$;
grant select, insert, update on checkpoint, slot, clock, rating, cell, parked to anshi_projector;
grant select on checkpoint, slot, clock, rating, cell, parked to anshi_reader, anshi_admin;

-- Down Migration
drop table parked, cell, rating, clock, slot, checkpoint;
