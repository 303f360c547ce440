-- How far each partition of a topic is in the ledger: moved in the very transaction that appends its messages, so it is the
-- truth where the consumer group's own offsets are a hint. And how far the refused messages were told to a topic.

-- They move, so they are not among the ledger's tables, which never change.
create schema intake;
revoke all on schema intake from public;
grant usage on schema intake to anshi_appender, anshi_reader, anshi_admin;

create table intake.consumed (
  ledger text collate "C" not null,
  topic text collate "C" not null,
  partition integer not null check (partition >= 0),
  next_offset bigint not null check (next_offset >= 0),
  moved_at timestamptz not null default clock_timestamp(),
  primary key (ledger, topic, partition)
) with (fillfactor = 50);

create table intake.told (
  ledger text collate "C" not null,
  topic text collate "C" not null,
  number bigint not null check (number >= 0),
  primary key (ledger, topic)
) with (fillfactor = 50);

grant select, insert, update on intake.consumed, intake.told to anshi_appender;
grant select on ledger.rejection, ledger.disposal to anshi_appender;
grant select on intake.consumed to anshi_reader;
grant select, delete on intake.consumed to anshi_admin;
