import { clockKinds, type Day, formatInstant, type Instant, type Zone } from "@anshi/domain";
import type { LedgerId, Queryable } from "@anshi/ledger";
import type { ClientBase } from "pg";
import { type Anchor, type LastAnchor, lastAnchor, lateClass } from "./anchor.js";
import type { Turn } from "./change.js";
import { type Counter, counters, differFrom, type Mark, marksOf, seriesOf } from "./mark.js";
import { type Deltas, Nodes } from "./nodes.js";
import { type Change, type Placed, readTurns } from "./read-turns.js";
import type { Slots } from "./slot.js";
import type { Standing } from "./version.js";

/** Changes after which a new anchor is set; a question reads few more at the most, beyond those known late. */
const SEAL_EVERY = 2_048;

type Growing = Map<number, Map<Day, number[]>>;

/** A change since the last anchor. */
interface Pending {
  readonly position: bigint;
  readonly change: Change;
  /** The latest instant of any fact, this one included. */
  readonly known: Instant;
  readonly isLate: boolean;
}

/** The anchors of one ledger, as its projection sets them. Everything happens within the projection's transactions. */
export class Seals {
  private readonly pending: Pending[] = [];
  private readonly nodes: Nodes;
  private known: Instant;

  private constructor(
    private readonly ledger: LedgerId,
    private readonly zone: Zone,
    private last: LastAnchor,
    private readonly every: number,
  ) {
    this.known = last.at;
    this.nodes = new Nodes(ledger);
  }

  /** Takes up where the stored anchors end. */
  static async resume(db: Queryable, ledger: LedgerId, zone: Zone, every = SEAL_EVERY): Promise<Seals> {
    const seals = new Seals(ledger, zone, await lastAnchor(db, ledger), every);
    for (const { position, change, latest, isLate } of await readTurns(db, ledger, seals.last.upto)) {
      seals.known = Math.max(seals.known, latest);
      seals.pending.push({ position, change, known: seals.known, isLate });
    }
    return seals;
  }

  /** Follows a change: how it differs from before, and how late that was known. */
  follow(turn: Turn, slots: Slots): { readonly differsAt: Instant; readonly lateClass: number } {
    const before = turn.before?.standing ?? null;
    const after = turn.version?.standing ?? null;
    this.known = Math.max(this.known, after?.startAt ?? this.known, after?.closeAt ?? this.known);
    const differsAt = differFrom(before, after);
    const late = lateClass(this.known, differsAt);
    this.pending.push({
      position: turn.knownFrom,
      change: { before: placed(before, slots), after: placed(after, slots) },
      known: this.known,
      isLate: late > 0,
    });
    return { differsAt, lateClass: late };
  }

  /** The local day of an instant. */
  dayOf(instant: Instant): Day {
    return this.zone.dayOf(instant);
  }

  /** Sets an anchor wherever enough has changed, and at `upto` when a local day has passed since the last. */
  async seal(db: ClientBase, upto: bigint, slots: Slots): Promise<void> {
    const { pending, zone, every } = this;
    while (pending.length >= every) {
      let end = every;
      // What one position changed is of one anchor.
      while (pending[end]?.position === pending[end - 1]?.position && end < pending.length) end += 1;
      const changes = pending.splice(0, end);
      await this.anchor(db, pending.length === 0 ? upto : (changes.at(-1)?.position ?? upto), changes, slots);
    }
    const sealed = Number.isFinite(this.last.at) ? zone.dayOf(this.last.at) : Number.NEGATIVE_INFINITY;
    if (pending.length > 0 && zone.dayOf(this.known) > sealed)
      await this.anchor(db, upto, pending.splice(0), slots);
  }

  private async anchor(
    db: ClientBase,
    upto: bigint,
    changes: readonly Pending[],
    slots: Slots,
  ): Promise<void> {
    const { ledger, last } = this;
    const anchor: LastAnchor = {
      block: last.block + 1,
      upto,
      at: changes.at(-1)?.known ?? last.at,
      changes: last.changes + changes.length,
      late: last.late + changes.filter(({ isLate }) => isLate).length,
      farthest: changes.reduce(
        (farthest, { change }) => Math.max(farthest, change.after?.counted.missAt ?? farthest),
        last.farthest,
      ),
    };
    const deltas: Growing = new Map();
    for (const { change } of changes) {
      addMarks(deltas, change.before, anchor.at, -1);
      addMarks(deltas, change.after, anchor.at, 1);
    }
    for (const matured of await maturedSince(db, ledger, last, anchor.at)) addMatured(deltas, slots, matured);
    await this.nodes.seal(db, anchor.block, deltas satisfies Deltas);
    await db.query(
      "insert into anchor (ledger, block, upto, at, changes, late, farthest) values ($1, $2, $3, $4, $5, $6, $7)",
      [
        ...[ledger, anchor.block, upto, formatInstant(anchor.at), anchor.changes, anchor.late],
        Number.isFinite(anchor.farthest) ? formatInstant(anchor.farthest) : null,
      ],
    );
    this.last = anchor;
  }
}

function placed(standing: Standing | null, slots: Slots): Placed | null {
  if (standing === null) return null;
  const { place } = slots.of(standing.slot);
  return place === null ? null : { kind: standing.slot.clock, place, counted: standing };
}

function addMarks(deltas: Growing, version: Placed | null, at: Instant, sign: 1 | -1): void {
  if (version === null) return;
  for (const mark of marksOf(version.counted)) if (mark.from <= at) add(deltas, version, mark, sign);
}

function add(
  deltas: Growing,
  { kind, place }: Pick<Placed, "kind" | "place">,
  { axis, counter, day, n }: Pick<Mark, "axis" | "counter" | "day" | "n">,
  sign: number,
): void {
  const series = seriesOf(kind, axis);
  let days = deltas.get(series);
  if (days === undefined) {
    days = new Map();
    deltas.set(series, days);
  }
  let sums = days.get(day);
  if (sums === undefined) {
    sums = [];
    days.set(day, sums);
  }
  const index = place * counters[axis].length + counter;
  while (sums.length <= index) sums.push(0);
  sums[index] = (sums[index] ?? 0) + sign * n;
}

/** Clocks that time alone made missed since the last anchor. */
interface Matured {
  readonly slot: number;
  readonly start_day: number;
  readonly n: number;
  readonly provisional: number;
}

async function maturedSince(
  db: Queryable,
  ledger: LedgerId,
  last: Anchor,
  at: Instant,
): Promise<readonly Matured[]> {
  if (last.block === 0) return [];
  const { rows } = await db.query<Matured>({
    name: "board matured",
    text: `
      select slot, start_day - date 'epoch' as start_day, count(*)::integer as n,
             (count(*) filter (where provisional))::integer as provisional
        from unnest($5::text[]) as asked (kind),
             lateral (select slot, start_day, provisional from clock
                       where ledger = $1 and clock.kind = asked.kind and outcome = 'open'
                         and miss_at > $2 and miss_at <= $3
                         and known_from <= $4 and (known_to is null or known_to > $4)
                       order by miss_at) as own
       group by slot, start_day`,
    values: [ledger, formatInstant(last.at), formatInstant(at), last.upto, clockKinds],
  });
  return rows;
}

function addMatured(
  deltas: Growing,
  slots: Slots,
  { slot: id, start_day: day, n, provisional }: Matured,
): void {
  const { slot, place } = slots.withId(id);
  if (place === null) return;
  const where = { kind: slot.clock, place };
  const mark = (counter: Counter<"start">) => ({
    axis: "start" as const,
    counter: counters.start.indexOf(counter),
    day,
  });
  add(deltas, where, { ...mark("missed"), n }, 1);
  if (provisional > 0) add(deltas, where, { ...mark("provisional"), n: provisional }, -1);
}
