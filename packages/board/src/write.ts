import { formatDay, formatInstant, type Slot } from "@anshi/domain";
import type { LedgerId, Queryable } from "@anshi/ledger";
import { type BoardChange, type CellDelta, type Opened, slotKey } from "./change.js";
import type { ClockVersion, RatingVersion } from "./version.js";

/** Slots of a ledger by their key, as far as this process has met them. */
export type SlotIds = Map<string, number>;

/** Writes a change within the caller's transaction. `slots` is completed with the slots it needs. */
export async function writeChange(
  db: Queryable,
  ledger: LedgerId,
  change: BoardChange,
  slots: SlotIds,
): Promise<void> {
  const cells = change.cells();
  await ensureSlots(
    db,
    ledger,
    [...change.opened.map(({ version }) => version.slot), ...cells.map(({ slot }) => slot)],
    slots,
  );
  const slotOf = (slot: Slot): number => slots.get(slotKey(slot)) ?? 0;

  await closeVersions(db, ledger, change);
  const clocks = change.opened.filter(
    (each): each is Opened & { version: ClockVersion } => each.version.row === "clock",
  );
  if (clocks.length > 0) await openClocks(db, ledger, clocks, slotOf);
  const ratings = change.opened.filter(
    (each): each is Opened & { version: RatingVersion } => each.version.row === "rating",
  );
  if (ratings.length > 0) await openRatings(db, ledger, ratings, slotOf);
  if (cells.length > 0) await addCells(db, ledger, cells, slotOf);
  for (const { kind, subject, knownFrom, reason } of change.parked) {
    await db.query(
      "insert into parked (ledger, kind, subject, known_from, reason) values ($1, $2, $3, $4, $5)",
      [ledger, kind, subject, knownFrom, reason],
    );
  }
}

async function ensureSlots(
  db: Queryable,
  ledger: LedgerId,
  needed: readonly Slot[],
  slots: SlotIds,
): Promise<void> {
  const missing = new Map<string, Slot>();
  for (const slot of needed) {
    const key = slotKey(slot);
    if (!slots.has(key)) missing.set(key, slot);
  }
  for (const [key, slot] of missing) {
    const values = [ledger, slot.clock, slot.unit, slot.online, slot.origin];
    await db.query(
      "insert into slot (ledger, kind, unit, online, origin) values ($1, $2, $3, $4, $5) on conflict do nothing",
      values,
    );
    const { rows } = await db.query<{ slot: number }>(
      `select slot from slot where ledger = $1 and kind = $2 and unit = $3
         and online is not distinct from $4::boolean and origin is not distinct from $5::text`,
      values,
    );
    const id = rows[0]?.slot;
    if (id !== undefined) slots.set(key, id);
  }
}

async function closeVersions(db: Queryable, ledger: LedgerId, change: BoardChange): Promise<void> {
  const clocks = change.closed.filter(({ version }) => version.row === "clock");
  const ratings = change.closed.filter(({ version }) => version.row === "rating");
  if (clocks.length > 0) {
    // The ordered lateral goes to each row by its key, whatever the planner believes of a young table.
    await db.query(
      `update clock set known_to = standing.known_to
         from (select found.row, gone.known_to
                 from unnest($2::bigint[], $3::text[], $4::bigint[]) as gone (started_by, kind, known_to)
                cross join lateral (
                  select ctid as row from clock as own
                   where own.ledger = $1 and own.started_by = gone.started_by and own.kind = gone.kind
                     and own.known_to is null
                   order by own.known_from desc limit 1) as found) as standing
        where clock.ctid = standing.row`,
      [
        ledger,
        clocks.map(({ version }) => (version.row === "clock" ? version.clock.startedBy.position : 0n)),
        clocks.map(({ version }) => version.slot.clock),
        clocks.map(({ knownTo }) => knownTo),
      ],
    );
  }
  if (ratings.length > 0) {
    await db.query(
      `update rating set known_to = standing.known_to
         from (select found.row, gone.known_to
                 from unnest($2::bigint[], $3::bigint[]) as gone (rated_by, known_to)
                cross join lateral (
                  select ctid as row from rating as own
                   where own.ledger = $1 and own.rated_by = gone.rated_by and own.known_to is null
                   order by own.known_from desc limit 1) as found) as standing
        where rating.ctid = standing.row`,
      [
        ledger,
        ratings.map(({ version }) => (version.row === "rating" ? version.rating.ratedBy.position : 0n)),
        ratings.map(({ knownTo }) => knownTo),
      ],
    );
  }
}

/** Days and milliseconds travel as integers; the database makes dates and timestamps of them, exactly. */
const instant = (column: string): string => `timestamptz 'epoch' + ${column} * interval '1 millisecond'`;
const date = (column: string): string => `date 'epoch' + ${column}`;

async function openClocks(
  db: Queryable,
  ledger: LedgerId,
  opened: readonly (Opened & { readonly version: ClockVersion })[],
  slotOf: (slot: Slot) => number,
): Promise<void> {
  const clock = (pick: (version: ClockVersion) => unknown): unknown[] =>
    opened.map(({ version }) => pick(version));
  await db.query(
    `insert into clock (ledger, started_by, kind, known_from, known_to, slot, subject, rule, start_at, start_day, due_day,
       lapse_at, miss_day, provisional, outcome, close_at, close_day, closed_by, disordered, late_extension,
       suspended_since, due_steps)
     select $1, started_by, kind, known_from, known_to, slot, subject, rule, ${instant("start_at")}, ${date("start_day")},
       ${date("due_day")}, ${instant("lapse_at")}, ${date("miss_day")}, provisional, outcome, ${instant("close_at")},
       ${date("close_day")}, closed_by, disordered, late_extension, ${date("suspended_since")}, due_steps
     from unnest($2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::int[], $7::text[], $8::text[], $9::bigint[],
       $10::int[], $11::int[], $12::bigint[], $13::int[], $14::boolean[], $15::text[], $16::bigint[], $17::int[],
       $18::text[], $19::boolean[], $20::boolean[], $21::int[], $22::jsonb[])
       as t (started_by, kind, known_from, known_to, slot, subject, rule, start_at, start_day, due_day, lapse_at,
         miss_day, provisional, outcome, close_at, close_day, closed_by, disordered, late_extension, suspended_since,
         due_steps)`,
    [
      ledger,
      clock(({ clock }) => clock.startedBy.position),
      clock(({ clock }) => clock.kind),
      opened.map(({ knownFrom }) => knownFrom),
      opened.map(({ knownTo }) => knownTo),
      clock(({ slot }) => slotOf(slot)),
      opened.map(({ subject }) => subject),
      clock(({ clock }) => clock.rule.version),
      clock(({ clock }) => clock.start),
      clock(({ clock }) => clock.startDay),
      clock(({ clock }) => clock.due.day),
      clock(({ clock }) => clock.due.lapse),
      clock(({ missDay }) => missDay),
      clock(({ clock }) => clock.due.provisional),
      clock(({ clock }) => clock.outcome),
      clock(({ clock }) => clock.close),
      clock(({ clock }) => clock.closeDay),
      clock(({ clock }) => clock.closedBy),
      clock(({ clock }) => clock.disordered),
      clock(({ clock }) => clock.lateExtension),
      clock(({ clock }) => clock.suspendedSince),
      clock(dueSteps),
    ],
  );
}

/** Earlier dues, where there were any: `[{from, due, lapse}]`. */
function dueSteps({ clock }: ClockVersion): string | null {
  if (clock.dueSteps.length < 2) return null;
  return JSON.stringify(
    clock.dueSteps.map(({ from, day, lapse }) => ({
      from: formatInstant(from),
      due: day === null ? null : formatDay(day),
      lapse: lapse === null ? null : formatInstant(lapse),
    })),
  );
}

async function openRatings(
  db: Queryable,
  ledger: LedgerId,
  opened: readonly (Opened & { readonly version: RatingVersion })[],
  slotOf: (slot: Slot) => number,
): Promise<void> {
  const rating = (pick: (version: RatingVersion) => unknown): unknown[] =>
    opened.map(({ version }) => pick(version));
  await db.query(
    `insert into rating (ledger, rated_by, known_from, known_to, slot, subject, score, rated_at, rated_day, superseded_at,
       superseded_day)
     select $1, rated_by, known_from, known_to, slot, subject, score, ${instant("rated_at")}, ${date("rated_day")},
       ${instant("superseded_at")}, ${date("superseded_day")}
     from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::int[], $6::text[], $7::int[], $8::bigint[], $9::int[],
       $10::bigint[], $11::int[])
       as t (rated_by, known_from, known_to, slot, subject, score, rated_at, rated_day, superseded_at, superseded_day)`,
    [
      ledger,
      rating(({ rating }) => rating.ratedBy.position),
      opened.map(({ knownFrom }) => knownFrom),
      opened.map(({ knownTo }) => knownTo),
      rating(({ slot }) => slotOf(slot)),
      opened.map(({ subject }) => subject),
      rating(({ rating }) => rating.score),
      rating(({ rating }) => rating.at),
      rating(({ day }) => day),
      rating(({ supersededAt }) => supersededAt),
      rating(({ supersededDay }) => supersededDay),
    ],
  );
}

async function addCells(
  db: Queryable,
  ledger: LedgerId,
  cells: readonly CellDelta[],
  slotOf: (slot: Slot) => number,
): Promise<void> {
  await db.query(
    `insert into cell as c (ledger, counter, slot, day, other_day, n)
     select $1, counter, slot, ${date("day")}, ${date("other_day")}, n
       from unnest($2::text[], $3::int[], $4::int[], $5::int[], $6::bigint[]) as t (counter, slot, day, other_day, n)
     on conflict (ledger, counter, slot, day, other_day) do update set n = c.n + excluded.n`,
    [
      ledger,
      cells.map(({ counter }) => counter),
      cells.map(({ slot }) => slotOf(slot)),
      cells.map(({ day }) => day),
      cells.map(({ other }) => other),
      cells.map(({ n }) => n),
    ],
  );
}
