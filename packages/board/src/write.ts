import { DAY_MS, type Day, formatDay, formatInstant, type Instant } from "@anshi/domain";
import { type BinaryField, BinaryRows, copyInto, type LedgerId, type Queryable } from "@anshi/ledger";
import type { ClientBase } from "pg";
import { bigints, texts } from "./binary-array.js";
import type { BoardChange, Closed, Turn } from "./change.js";
import { type ClockKeys, closeLive, openLive } from "./live.js";
import { encodeMarks } from "./mark-bytes.js";
import type { Followed, Seals } from "./seal.js";
import { ensureSlots, isUnclassified, type Slots } from "./slot.js";
import type { Standing, Version } from "./version.js";

/** Writes a change within the caller's transaction. `slots` is completed with those it adds. */
export async function writeChange(
  db: ClientBase,
  ledger: LedgerId,
  change: BoardChange,
  slots: Slots,
  seals: Seals,
): Promise<void> {
  const turns = change.turns();
  await ensureSlots(
    db,
    ledger,
    turns.flatMap(({ version }) => (version === null ? [] : [version.standing.slot])),
    slots,
  );
  if (change.closed.length > 0) {
    const keys = keysOf(change.closed);
    await closeVersions(db, ledger, change.closed, keys);
    await closeLive(db, ledger, keys);
  }
  if (turns.length > 0) await openVersions(db, ledger, turns, slots, seals);
  await openLive(db, ledger, turns);
  for (const { kind, subject, knownFrom, reason } of change.parked) {
    await db.query(
      "insert into parked (ledger, kind, subject, known_from, reason) values ($1, $2, $3, $4, $5)",
      [ledger, kind, subject, knownFrom, reason],
    );
  }
}

function keysOf(closed: readonly Closed[]): ClockKeys {
  return [
    bigints(closed.map(({ version }) => version.startedBy)),
    texts(closed.map(({ version }) => version.kind)),
  ];
}

async function closeVersions(
  db: Queryable,
  ledger: LedgerId,
  closed: readonly Closed[],
  keys: ClockKeys,
): Promise<void> {
  // The ordered lateral goes to each row by its key, whatever the planner believes of a young table.
  await db.query({
    name: "board close",
    text: `
      update clock set known_to = standing.known_to
        from (select found.row, gone.known_to
                from unnest($2::bigint[], $3::text[], $4::bigint[]) as gone (started_by, kind, known_to)
               cross join lateral (
                 select ctid as row from clock as own
                  where own.ledger = $1 and own.started_by = gone.started_by and own.kind = gone.kind
                    and own.known_to is null
                  order by own.known_from desc limit 1) as found) as standing
       where clock.ctid = standing.row`,
    values: [ledger, ...keys, bigints(closed.map(({ knownTo }) => knownTo))],
  });
}

/** A column of a new row and where its value comes from. */
interface Column {
  readonly name: string;
  readonly type: BinaryField;
  readonly value: (turn: Turn, row: Row) => unknown;
}

interface Row extends Followed {
  readonly ledger: LedgerId;
  /** The version, or the one that went. */
  readonly shown: Version;
  readonly slot: number;
  readonly wasSlot: number | null;
  readonly ownDay: boolean;
  readonly dueSteps: string | null;
}

const clockOf =
  (pick: (clock: NonNullable<Version["clock"]>) => unknown) =>
  (_turn: Turn, { shown }: Row) =>
    shown.clock === null ? null : pick(shown.clock);
const standingOf =
  (pick: (standing: Standing) => unknown) =>
  (_turn: Turn, { shown }: Row) =>
    pick(shown.standing);
const wasOf =
  (pick: (standing: Standing) => unknown) =>
  ({ before }: Turn) =>
    before === null ? null : pick(before.standing);

const columns: readonly Column[] = [
  { name: "ledger", type: "text", value: (_turn, { ledger }) => ledger },
  { name: "started_by", type: "bigint", value: (_turn, { shown }) => shown.startedBy },
  { name: "kind", type: "text", value: (_turn, { shown }) => shown.kind },
  { name: "known_from", type: "bigint", value: ({ knownFrom }) => knownFrom },
  { name: "known_to", type: "bigint", value: ({ knownTo }) => knownTo },
  { name: "marks", type: "bytes", value: (_turn, { marks }) => encodeMarks(marks) },
  { name: "slot", type: "integer", value: (_turn, { slot }) => slot },
  { name: "subject", type: "text", value: ({ subject }) => subject },
  { name: "rule", type: "text", value: clockOf(({ rule }) => rule.version) },
  { name: "due_day", type: "day", value: clockOf(({ due }) => due.day) },
  { name: "lapse_at", type: "instant", value: clockOf(({ due }) => due.lapse) },
  { name: "outcome", type: "text", value: ({ version }) => version?.standing.outcome ?? "gone" },
  { name: "own_day", type: "boolean", value: (_turn, { ownDay }) => ownDay },
  { name: "closed_by", type: "text", value: clockOf(({ closedBy }) => closedBy) },
  {
    name: "disordered",
    type: "boolean",
    value: (turn, row) => clockOf(({ disordered }) => disordered)(turn, row) ?? false,
  },
  {
    name: "late_extension",
    type: "boolean",
    value: (turn, row) => clockOf(({ lateExtension }) => lateExtension)(turn, row) ?? false,
  },
  {
    name: "suspended_since",
    type: "day",
    value: clockOf(({ suspendedSince }) => suspendedSince),
  },
  { name: "unclassified", type: "boolean", value: (_turn, { shown }) => isUnclassified(shown.standing.slot) },
  { name: "due_steps", type: "jsonb", value: (_turn, { dueSteps }) => dueSteps },
  { name: "start_at", type: "instant", value: standingOf(({ startAt }) => startAt) },
  { name: "start_day", type: "day", value: standingOf(({ startDay }) => startDay) },
  { name: "miss_at", type: "instant", value: standingOf(({ missAt }) => missAt) },
  { name: "miss_day", type: "day", value: standingOf(({ missDay }) => missDay) },
  { name: "provisional", type: "boolean", value: standingOf(({ provisional }) => provisional) },
  { name: "close_at", type: "instant", value: standingOf(({ closeAt }) => closeAt) },
  { name: "close_day", type: "day", value: standingOf(({ closeDay }) => closeDay) },
  { name: "success", type: "boolean", value: standingOf(({ success }) => success) },
  { name: "score", type: "integer", value: standingOf(({ score }) => score) },
  { name: "was_slot", type: "integer", value: (_turn, { wasSlot }) => wasSlot },
  { name: "was_outcome", type: "text", value: wasOf(({ outcome }) => outcome) },
  { name: "was_start_at", type: "instant", value: wasOf(({ startAt }) => startAt) },
  { name: "was_start_day", type: "day", value: wasOf(({ startDay }) => startDay) },
  { name: "was_miss_at", type: "instant", value: wasOf(({ missAt }) => missAt) },
  { name: "was_miss_day", type: "day", value: wasOf(({ missDay }) => missDay) },
  { name: "was_provisional", type: "boolean", value: wasOf(({ provisional }) => provisional) },
  { name: "was_close_at", type: "instant", value: wasOf(({ closeAt }) => closeAt) },
  { name: "was_close_day", type: "day", value: wasOf(({ closeDay }) => closeDay) },
  { name: "was_success", type: "boolean", value: wasOf(({ success }) => success) },
  { name: "was_score", type: "integer", value: wasOf(({ score }) => score) },
  { name: "differs_at", type: "instant", value: (_turn, { differsAt }) => differsAt },
  { name: "late_class", type: "smallint", value: (_turn, { lateClass }) => lateClass },
];

const target = `clock (${columns.map(({ name }) => name).join(", ")})`;

async function openVersions(
  db: ClientBase,
  ledger: LedgerId,
  turns: readonly Turn[],
  slots: Slots,
  seals: Seals,
): Promise<void> {
  await copyInto(
    db,
    target,
    encoded(seals.follow(turns, slots), (followed) => rowOf(followed, ledger, slots, seals)),
  );
}

const ROWS_A_CHUNK = 500;

function* encoded(followed: Iterable<Followed>, rowOf: (followed: Followed) => Row): Iterable<Buffer> {
  const rows = new BinaryRows();
  let held = 0;
  for (const each of followed) {
    const row = rowOf(each);
    rows.begin(columns.length);
    for (const { type, value } of columns) rows.put(type, value(each.turn, row));
    held += 1;
    if (held % ROWS_A_CHUNK === 0) yield rows.take();
  }
  yield rows.take();
}

function rowOf(followed: Followed, ledger: LedgerId, slots: Slots, seals: Seals): Row {
  const { turn } = followed;
  const shown = turn.version ?? turn.before;
  if (shown === null) throw new Error("a turn has a version or one before it");
  const idOf = (standing: Standing): number => slots.of(standing.slot).id;
  const { missAt, missDay } = shown.standing;
  return {
    ledger,
    shown,
    slot: idOf(shown.standing),
    wasSlot: turn.before === null ? null : idOf(turn.before.standing),
    ownDay: missAt !== null && missDay !== null && seals.dayOf(missAt) === missDay,
    dueSteps: shown.clock === null ? null : dueSteps(shown.clock, seals),
    ...followed,
  };
}

/** Earlier dues, where there were any: `[{from, due, lapse, since?}]`; an open due is suspended since that day. */
function dueSteps(clock: NonNullable<Version["clock"]>, seals: Seals): string | null {
  if (clock.dueSteps.length < 2) return null;
  return JSON.stringify(
    clock.dueSteps.map(({ from, day, lapse }) => ({
      from: instantText(from),
      due: day === null ? null : dayText(day),
      lapse: lapse === null ? null : instantText(lapse),
      ...(day === null ? { since: dayText(seals.dayOf(from)) } : {}),
    })),
  );
}

/** Of years that a text of PostgreSQL has no four digits for, only that they lie beyond. */
function instantText(instant: Instant): string {
  return instant < FIRST ? "-infinity" : instant > LAST ? "infinity" : formatInstant(instant);
}

function dayText(day: Day): string {
  return day < FIRST / DAY_MS ? "-infinity" : day > LAST / DAY_MS ? "infinity" : formatDay(day);
}

const FIRST = Date.parse("0001-01-01T00:00:00Z");
const LAST = Date.parse("9999-12-31T00:00:00Z");
