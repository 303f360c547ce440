import { clockKinds, type Day, type Instant, type Zone } from "@anshi/domain";
import type { LedgerId, Queryable } from "@anshi/ledger";
import type { ClientBase } from "pg";
import { type Anchor, type LastAnchor, lastAnchor, lateClass } from "./anchor.js";
import type { Turn } from "./change.js";
import { KnownTime } from "./known-time.js";
import {
  counterOf,
  differFrom,
  indexOf,
  type Mark,
  marksBetween,
  offsets,
  type Placed,
  seriesOf,
} from "./mark.js";
import { type Deltas, Nodes } from "./nodes.js";
import { readTurns } from "./read-turns.js";
import type { Slots } from "./slot.js";
import { addAt } from "./vector.js";
import type { Standing } from "./version.js";

/** Changes after which a new anchor is set; a question reads few more at the most, beyond those known late. */
const SEAL_EVERY = 2_048;

type Growing = Map<number, Map<Day, number[]>>;

/** A change since the last anchor. */
interface Pending {
  readonly position: bigint;
  readonly marks: readonly Mark[];
  /** The latest instant of any fact, those of its position included. */
  readonly known: Instant;
  /** When it will be missed; `-Infinity`: never. */
  readonly missAt: Instant;
  readonly isLate: boolean;
  /** Of the first change of a position, the last midnight that the known time passed with that; `null`: none. */
  midnight: Instant | null;
}

/** A change, and what a projection writes of it beside the version. */
export interface Followed {
  readonly turn: Turn;
  readonly marks: readonly Mark[];
  /** The first instant at which it counts otherwise than the version before. */
  readonly differsAt: Instant;
  readonly lateClass: number;
}

/** The anchors of one ledger, as its projection sets them. Everything happens within the projection's transactions. */
export class Seals {
  private readonly pending: Pending[] = [];
  private readonly nodes: Nodes;
  private readonly known: KnownTime;

  private constructor(
    private readonly ledger: LedgerId,
    private readonly zone: Zone,
    private last: LastAnchor,
    private readonly every: number,
  ) {
    this.known = new KnownTime(zone, last.at);
    this.nodes = new Nodes(ledger);
  }

  /** Takes up where the stored anchors end. */
  static async resume(db: Queryable, ledger: LedgerId, zone: Zone, every = SEAL_EVERY): Promise<Seals> {
    const seals = new Seals(ledger, zone, await lastAnchor(db, ledger), every);
    const turns = await readTurns(db, ledger, seals.last.upto);
    const learning = seals.known.learnAll(
      turns,
      ({ position }) => position,
      ({ latest }) => latest,
    );
    for (const [{ position, marks, missAt, isLate }, midnight] of learning)
      seals.pending.push({ position, marks, missAt, isLate, known: seals.known.latest, midnight });
    return seals;
  }

  /** Follows changes in ledger order, one as it is asked for: how each differs from before, and how late that was known. */
  *follow(turns: readonly Turn[], slots: Slots): Iterable<Followed> {
    for (const [turn, midnight] of this.known.learnAll(turns, ({ knownFrom }) => knownFrom, latestOf))
      yield this.followOne(turn, slots, midnight);
  }

  private followOne(turn: Turn, slots: Slots, midnight: Instant | null): Followed {
    const before = turn.before?.standing ?? null;
    const after = turn.version?.standing ?? null;
    const differsAt = differFrom(before, after);
    const late = lateClass(this.known.latest, differsAt);
    const marks = marksBetween(placed(before, slots), placed(after, slots));
    this.pending.push({
      position: turn.knownFrom,
      marks,
      known: this.known.latest,
      missAt: after?.missAt ?? Number.NEGATIVE_INFINITY,
      isLate: late > 0,
      midnight,
    });
    return { turn, marks, differsAt, lateClass: late };
  }

  /** The local day of an instant. */
  dayOf(instant: Instant): Day {
    return this.zone.dayOf(instant);
  }

  /**
   * Sets an anchor wherever enough has changed, and at each midnight that the known time passed, before what it passed with: dues lapse at
   * midnight, and a question of that night need not count them.
   */
  async seal(db: ClientBase, upto: bigint, slots: Slots): Promise<void> {
    const { pending, every } = this;
    for (;;) {
      const night = pending.findIndex(({ midnight }) => midnight !== null);
      const first = pending[night];
      if (first?.midnight != null && night <= every) {
        const { position, midnight } = first;
        first.midnight = null;
        await this.anchor(db, position - 1n, midnight, pending.splice(0, night), slots);
      } else if (pending.length >= every) {
        let end = every;
        while (pending[end]?.position === pending[end - 1]?.position && end < pending.length) end += 1;
        const changes = pending.splice(0, end);
        const last = changes.at(-1);
        if (last === undefined) return;
        await this.anchor(db, pending.length === 0 ? upto : last.position, last.known, changes, slots);
      } else return;
    }
  }

  private async anchor(
    db: ClientBase,
    upto: bigint,
    at: Instant,
    changes: readonly Pending[],
    slots: Slots,
  ): Promise<void> {
    const { ledger, last } = this;
    const anchor: LastAnchor = {
      block: last.block + 1,
      upto,
      at,
      changes: last.changes + changes.length,
      late: last.late + changes.filter(({ isLate }) => isLate).length,
      farthest: changes.reduce((farthest, { missAt }) => Math.max(farthest, missAt), last.farthest),
    };
    const deltas: Growing = new Map();
    for (const { marks } of changes) for (const mark of marks) addMark(deltas, mark, anchor.at);
    for (const matured of await maturedSince(db, ledger, last, anchor.at)) addMatured(deltas, slots, matured);
    await this.nodes.seal(db, anchor.block, deltas satisfies Deltas);
    await db.query(
      `insert into anchor (ledger, block, upto, at, changes, late, farthest)
       values ($1, $2, $3, ${instantSql("$4")}, $5, $6, ${instantSql("$7")})`,
      [
        ...[ledger, anchor.block, upto, anchor.at, anchor.changes, anchor.late],
        Number.isFinite(anchor.farthest) ? anchor.farthest : null,
      ],
    );
    this.last = anchor;
  }
}

/** The latest instant of a fact that a change tells of; `-Infinity`: it only says what went. */
function latestOf({ version }: Turn): Instant {
  const standing = version?.standing;
  return standing === undefined
    ? Number.NEGATIVE_INFINITY
    : Math.max(standing.startAt, standing.closeAt ?? standing.startAt);
}

function placed(standing: Standing | null, slots: Slots): Placed | null {
  if (standing === null) return null;
  const { place } = slots.of(standing.slot);
  return place === null ? null : { kind: standing.slot.clock, place, counted: standing };
}

/** What is missed is sealed before its instant, by miss day; by start day as `missable` besides. */
function addMark(deltas: Growing, mark: Mark, at: Instant): void {
  const { axis, offset } = counterOf(mark);
  const foreseen = axis === "miss" && offset === offsets.miss.missed;
  if (foreseen || mark.from <= at) add(deltas, mark);
  if (axis === "start" && offset === offsets.start.missed)
    add(deltas, { ...mark, index: mark.index - offset + offsets.start.missable });
}

function add(deltas: Growing, { series, index, day, n }: Omit<Mark, "from">): void {
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
  addAt(sums, index, n);
}

/** A parameter in milliseconds as an instant: of any year, where a text has four digits. */
function instantSql(parameter: string): string {
  return `(timestamptz 'epoch' + ${parameter}::bigint * interval '1 millisecond')`;
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
                         and miss_at > ${instantSql("$2")} and miss_at <= ${instantSql("$3")}
                         and known_from <= $4 and (known_to is null or known_to > $4)
                       order by miss_at) as own
       group by slot, start_day`,
    values: [ledger, last.at, at, last.upto, clockKinds],
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
  const series = seriesOf(slot.clock, "start");
  add(deltas, { series, index: indexOf("start", place, "missed"), day, n });
  if (provisional > 0)
    add(deltas, { series, index: indexOf("start", place, "provisional"), day, n: -provisional });
}
