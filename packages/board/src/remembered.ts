import type { Instant } from "@anshi/domain";
import type { Queryable } from "@anshi/ledger";
import type { BoardQuery, BoardRow } from "./board.js";
import { quietUntil } from "./quiet-until.js";

/** What a board's rows follow from, once P is known. */
export interface Known {
  /** The building of the board that answers; another one's answers are its own. */
  readonly generation: string;
  readonly knownAt: bigint;
  /** P is as far as the board has come. */
  readonly isHead: boolean;
}

interface Remembered {
  readonly rows: readonly BoardRow[];
  readonly from: Instant;
  /** The answer is that of any T in [from, until); looked for when another T is asked. */
  until?: Instant;
}

/** Answers last asked for, the latest last. What is known at P of T never changes; at the head it stands until time moves it. */
const answers = new Map<string, Remembered>();
const MOST_KEPT = 256;

/** The rows of a question: those given before, where they still stand, or as `count` makes them. */
export async function remembered(
  db: Queryable,
  query: BoardQuery,
  known: Known,
  count: () => Promise<readonly BoardRow[]>,
): Promise<readonly BoardRow[]> {
  const { asOf } = query;
  const key = keyOf(query, known);
  const held = answers.get(key);
  if (held !== undefined) {
    answers.delete(key);
    answers.set(key, held);
    if (await standsAt(db, query, known, held)) return held.rows;
  }
  const rows = await count();
  answers.delete(key);
  answers.set(key, { rows, from: asOf });
  const oldest = answers.size > MOST_KEPT ? answers.keys().next().value : undefined;
  if (oldest !== undefined) answers.delete(oldest);
  return rows;
}

async function standsAt(
  db: Queryable,
  query: BoardQuery,
  { isHead }: Known,
  held: Remembered,
): Promise<boolean> {
  const { asOf } = query;
  if (asOf <= held.from || !isHead) return asOf === held.from;
  held.until ??= await quietUntil(db, { ...query, asOf: held.from });
  return asOf < held.until;
}

function keyOf(query: BoardQuery, { generation, knownAt, isHead }: Known): string {
  const { ledger, zone, rules, asOf, window, cohort, units, measures, smallSample } = query;
  // No answer outlasts its local day.
  const at = isHead ? `day ${zone.dayOf(asOf)}` : asOf;
  return JSON.stringify([
    ...[generation, ledger, zone.name, rules.version, String(knownAt), at],
    ...[window.from, window.to, cohort, units, measures, smallSample],
  ]);
}
