import { type ClockKind, type Cohort, type Counts, clockKinds, type SlotCounts } from "@anshi/domain";
import type { Queryable } from "@anshi/ledger";
import { parameters, type Question } from "./question.js";
import { readSlots } from "./slot.js";

/**
 * How the counts are made: from the nearest anchor, as before where nothing moved since; from the nearest anchor, now; or from
 * every change there was – the plain recompute.
 */
export type Manner = "anchored" | "anew" | "recomputed";

/**
 * The counts of every slot at (T, P) in the cohort asked; of what a disposal rate (11.2) counts, of those received. The statement
 * is `counts` of sql/counts.sql, which the dashboards' functions ask too.
 */
export async function slotCounts(
  db: Queryable,
  question: Question,
  manner: Manner = "anchored",
  kinds: readonly ClockKind[] = clockKinds,
): Promise<readonly SlotCounts[]> {
  const [ledger, asOf, today, from, to] = parameters(question);
  const { rows } = await db.query<Counts & { readonly member: number; readonly of_cohort: Cohort }>({
    name: "board counts",
    text: "select * from counts($1, $2, $3, $4, $5, $6, $7, array[$8::date], array[$9::date], null, null)",
    values: [
      ledger,
      asOf,
      today,
      question.knownAt,
      manner !== "recomputed",
      question.cohort,
      kinds,
      from,
      to,
    ],
  });
  const slots = new Map((await readSlots(db, question.ledger)).map(({ id, slot }) => [id, slot]));
  return rows.flatMap(({ member, of_cohort: cohort, kept, late, overdue, pending, ...more }) => {
    const slot = slots.get(member);
    const { void: voided, provisional, succeeded, failed, ratings, scores } = more;
    const counts = {
      kept,
      late,
      overdue,
      pending,
      void: voided,
      provisional,
      succeeded,
      failed,
      ratings,
      scores,
    };
    return slot === undefined ? [] : [{ ...slot, cohort, counts }];
  });
}
