import {
  type CaseKind,
  type Cohort,
  caseKindOf,
  type Instant,
  type MeasureRow,
  measureRows,
  measures,
  type RuleSet,
  type SlotCounts,
  UNREGISTERED,
  type Window,
  type Zone,
} from "@anshi/domain";
import { head, type LedgerId, type Queryable } from "@anshi/ledger";
import { receivedCounts, settledCounts } from "./head.js";
import { checkpoint } from "./projection.js";
import type { Question } from "./question.js";
import { type Reference, readReference } from "./reference.js";
import { scanCounts } from "./scan.js";

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
export async function board(db: Queryable, query: BoardQuery): Promise<Board> {
  const { ledger, asOf, cohort } = query;
  const reached = (await checkpoint(db, ledger)) ?? 0n;
  const knownAt = query.knownAt ?? reached;
  if (knownAt > reached) throw new NotYetProjected(knownAt, reached);
  const question: Question = { ledger, zone: query.zone, asOf, knownAt, window: query.window, cohort };

  const slots = await countsFor(db, question, reached);
  const reference = await readReference(db, ledger, knownAt);
  const rows = measureRows(slots, reference.tree, cohort, query);
  const parked = await parkedAt(db, ledger, knownAt);
  const last = await head(db, ledger);
  return {
    head: { position: last.position, recordedAt: last.recordedAt },
    knownAt,
    asOf,
    cohort,
    ruleSet: query.rules.version,
    calendar: reference.calendar.versions,
    measures: rows.map((row) => ({
      ...row,
      unitName: nameOf(row.unit, reference),
      parked: parkedOf(row, reference, parked),
    })),
  };
}

/** The counters hold the settled cohort at the checkpoint; every other question is answered from the clock versions. */
async function countsFor(db: Queryable, question: Question, reached: bigint): Promise<readonly SlotCounts[]> {
  if (question.knownAt === reached && question.cohort === "settled") {
    return [...(await settledCounts(db, question)), ...(await receivedCounts(db, question))];
  }
  const own = await scanCounts(db, question);
  if (question.cohort === "received") return own;
  const received = await scanCounts(db, { ...question, cohort: "received" });
  return [...own, ...received];
}

async function parkedAt(db: Queryable, ledger: LedgerId, at: bigint): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.query<{ kind: CaseKind; n: string }>(
    "select kind, count(*) as n from parked where ledger = $1 and known_from <= $2 group by kind",
    [ledger, at],
  );
  return new Map(rows.map(({ kind, n }) => [kind, Number(n)]));
}

/** A case that cannot be assessed has no unit one could trust, so it is unknown of the whole. */
function parkedOf(row: MeasureRow, reference: Reference, parked: ReadonlyMap<string, number>): number {
  const clock = measures.find(({ id }) => id === row.measure)?.clock;
  return row.unit === reference.tree.root && clock !== undefined ? (parked.get(caseKindOf(clock)) ?? 0) : 0;
}

function nameOf(unit: string, reference: Reference): string | null {
  return reference.tree.units.get(unit)?.name ?? (unit === reference.tree.root ? null : UNREGISTERED);
}
