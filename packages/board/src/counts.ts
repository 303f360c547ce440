import { type ClockKind, type Cohort, type Counts, clockKinds, type SlotCounts } from "@anshi/domain";
import type { Queryable } from "@anshi/ledger";
import { anchoredCounts } from "./anchored.js";
import { parameters, type Question } from "./question.js";

/**
 * How the counts are made: added up from the nearest anchor, as before where nothing moved since (`anchored`), or now (`anew`); by the
 * SQL that dashboards ask, from the nearest anchor (`in-sql`), or from every change there was – the plain recompute.
 */
export type Manner = "anchored" | "anew" | "in-sql" | "recomputed";

/**
 * The counts of every slot at (T, P) in the cohort asked, or of the slots of `units`; of what a disposal rate (11.2) counts, of
 * those received.
 */
export async function slotCounts(
  db: Queryable,
  question: Question,
  manner: Manner = "anchored",
  kinds: readonly ClockKind[] = clockKinds,
  units?: readonly string[],
): Promise<readonly SlotCounts[]> {
  const added =
    manner === "anchored" || manner === "anew" ? await anchoredCounts(db, question, kinds, units) : undefined;
  return added ?? countsInSql(db, question, manner !== "recomputed", kinds, units);
}

/** The same by `counts` of sql/counts.sql. */
async function countsInSql(
  db: Queryable,
  question: Question,
  anchored: boolean,
  kinds: readonly ClockKind[],
  units: readonly string[] | undefined,
): Promise<readonly SlotCounts[]> {
  const [ledger, asOf, today, from, to] = parameters(question);
  const { rows } = await db.query<
    Counts & Omit<SlotCounts, "cohort" | "counts"> & { readonly of_cohort: Cohort }
  >({
    name: "board counts",
    text: sql,
    values: [
      ledger,
      asOf,
      today,
      question.knownAt,
      anchored,
      question.cohort,
      kinds,
      from,
      to,
      units ?? null,
    ],
  });
  return rows.map(({ clock, unit, online, origin, of_cohort: cohort, ...counts }) => ({
    ...{ clock, unit, online, origin, cohort },
    counts,
  }));
}

const sql = `
  select slot.kind as clock, slot.unit, slot.online, slot.origin, of_cohort, kept, late, overdue, pending, void, provisional,
         succeeded, failed, ratings, scores
    from counts(
           $1, $2, $3, $4, $5, $6, $7, array[$8::date], array[$9::date],
           case when $10::text[] is not null then array(select slot from slot where ledger = $1 and unit = any ($10)) end, null)
    join slot on slot.slot = member`;
