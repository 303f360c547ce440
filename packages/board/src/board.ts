import {
  type ClockKind,
  type Cohort,
  type Comparator,
  caseKindOf,
  clockKinds,
  comparatorFor,
  type Instant,
  type MeasureRow,
  measureRows,
  measures,
  type RuleSet,
  UNREGISTERED,
  type UnitTree,
  type Window,
  type Zone,
} from "@anshi/domain";
import type { LedgerId, Queryable } from "@anshi/ledger";
import { type Manner, slotCounts } from "./counts.js";
import type { Question } from "./question.js";
import { type Reference, referenceSince } from "./reference.js";
import { remembered } from "./remembered.js";

/** What a board is asked. */
export interface BoardQuery {
  readonly ledger: LedgerId;
  readonly zone: Zone;
  readonly rules: RuleSet;
  readonly asOf: Instant;
  /** Position known at; default: as far as the board has come. */
  readonly knownAt?: bigint;
  readonly window: Window;
  readonly cohort: Cohort;
  /** Only these units; default: the root, every registered unit and every unit met. */
  readonly units?: readonly string[];
  readonly measures?: readonly string[];
  readonly smallSample?: number;
}

/** A figure of the board, with how many cases of its kind could not be assessed. */
export interface BoardRow extends MeasureRow {
  readonly unitName: string | null;
  readonly parked: number;
}

/** A board and all that is needed to recompute it. */
export interface Board {
  readonly head: { readonly position: bigint; readonly recordedAt: Instant | null };
  readonly knownAt: bigint;
  readonly asOf: Instant;
  readonly cohort: Cohort;
  /** It is built anew and has not come yet to where the one before it stood: it alerts nobody. */
  readonly rebuilding: boolean;
  readonly ruleSet: string;
  readonly calendar: readonly string[];
  readonly measures: readonly BoardRow[];
}

/** The position asked lies beyond what the board has come to. */
export class NotYetProjected extends Error {
  override readonly name = "NotYetProjected";
  constructor(
    readonly asked: bigint,
    readonly reached: bigint,
  ) {
    super(`the board has come to position ${reached}, not yet to ${asked}`);
  }
}

/**
 * The board at (T, P). To be asked within one repeatable-read transaction, so that all of its parts are of one
 * moment. Rejects with NotYetProjected when P lies beyond the checkpoint.
 */
export async function board(db: Queryable, query: BoardQuery, manner: Manner = "anchored"): Promise<Board> {
  const { ledger, asOf, cohort } = query;
  const { generation, reached, mark, step, parked, last } = await standing(db, ledger, query.knownAt);
  const knownAt = query.knownAt ?? reached;
  if (knownAt > reached) throw new NotYetProjected(knownAt, reached);
  const reference = await referenceSince(db, ledger, { generation, step, knownAt });
  const count = async (): Promise<readonly BoardRow[]> => {
    const question: Question = { ledger, zone: query.zone, asOf, knownAt, window: query.window, cohort };
    const slots = await slotCounts(
      db,
      question,
      manner,
      kindsOf(query.measures),
      unitsBelow(query.units, reference.tree),
    );
    const rows = measureRows(slots, reference.tree, cohort, {
      ...query,
      comparatorOf: comparatorAt(reference, query),
    });
    return boardRows(rows, reference, parked);
  };
  const rows =
    manner === "anchored"
      ? await remembered(db, query, { generation, knownAt, isHead: knownAt === reached }, count)
      : await count();
  return {
    head: last,
    knownAt,
    asOf,
    cohort,
    rebuilding: reached < mark,
    ruleSet: query.rules.version,
    calendar: reference.calendar.versions,
    measures: reached < mark ? rows.map((row) => ({ ...row, alert: null })) : rows,
  };
}

/** Completes rows as a board shows them, from the cases parked by kind; they are not copied, there are hundreds. */
export function boardRows(
  rows: readonly MeasureRow[],
  reference: Reference,
  parked: ReadonlyMap<string, number>,
): readonly BoardRow[] {
  return rows.map((row) =>
    Object.assign(row, {
      unitName: nameOf(row.unit, reference),
      parked: parkedOf(row, reference, parked),
    }),
  );
}

/**
 * The checkpoint, the mark it has to reach, the ledger's head, and as known at P the last step of the reference and the cases parked,
 * by kind.
 */
async function standing(db: Queryable, ledger: LedgerId, knownAt: bigint | undefined) {
  const { rows } = await db.query<{
    readonly generation: string;
    readonly reached: string | null;
    readonly mark: string | null;
    readonly step: string | null;
    readonly position: string | null;
    readonly recorded_ms: string | null;
    readonly parked: Readonly<Record<string, number>> | null;
  }>({
    name: "board standing",
    text: `
      select (select generation from projection) as generation, reached.position as reached, head.position, head.recorded_ms,
             (select position from mark where ledger = $1) as mark,
             (select max(position) from reference_step
               where ledger = $1 and position <= coalesce($2, reached.position)) as step,
             (select jsonb_object_agg(kind, n)
                from (select kind, count(*) as n from parked
                       where ledger = $1 and known_from <= coalesce($2, reached.position) group by kind) as each) as parked
        from (select 1) as once
        left join lateral (select position from checkpoint where ledger = $1) as reached on true
        left join lateral (
          select last_position as position, (extract(epoch from recorded_at) * 1000)::bigint as recorded_ms
            from ledger.batch where ledger = $1 order by number desc limit 1) as head on true`,
    values: [ledger, knownAt ?? null],
  });
  const row = rows[0];
  return {
    generation: row?.generation ?? "",
    reached: BigInt(row?.reached ?? 0),
    mark: BigInt(row?.mark ?? 0),
    step: BigInt(row?.step ?? 0),
    last: {
      position: BigInt(row?.position ?? 0),
      recordedAt: row?.recorded_ms == null ? null : Number(row.recorded_ms),
    },
    parked: new Map(Object.entries(row?.parked ?? {})),
  };
}

/** A case that cannot be assessed has no unit one could trust, so it is unknown of the whole. */
function parkedOf(row: MeasureRow, reference: Reference, parked: ReadonlyMap<string, number>): number {
  const clock = measures.find(({ id }) => id === row.measure)?.clock;
  return row.unit === reference.tree.root && clock !== undefined ? (parked.get(caseKindOf(clock)) ?? 0) : 0;
}

function nameOf(unit: string, reference: Reference): string | null {
  return reference.tree.units.get(unit)?.name ?? (unit === reference.tree.root ? null : UNREGISTERED);
}

/** The units asked with all below them; `undefined`: every unit, which is what the root holds. */
function unitsBelow(asked: readonly string[] | undefined, tree: UnitTree): readonly string[] | undefined {
  if (asked === undefined || asked.includes(tree.root)) return undefined;
  return [...new Set(asked.flatMap((unit) => [...tree.subtree(unit)]))];
}

/** The clock kinds that the measures asked read; default: all. */
function kindsOf(asked: readonly string[] | undefined): readonly ClockKind[] {
  if (asked === undefined) return clockKinds;
  return [...new Set(measures.filter(({ id }) => asked.includes(id)).map(({ clock }) => clock))];
}

/** National figures by the window's last day: T's own, where it has no earlier end. */
export function comparatorAt(
  { comparators }: Reference,
  { window, zone, asOf }: Pick<BoardQuery, "window" | "zone" | "asOf">,
): (measure: string) => Comparator | undefined {
  const today = zone.dayOf(asOf);
  const last = Math.min(window.to ?? today, today);
  return (measure) => comparatorFor(comparators, measure, last);
}
