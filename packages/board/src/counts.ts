import { type ClockKind, type Cohort, clockKinds, measures, type SlotCounts } from "@anshi/domain";
import type { Queryable } from "@anshi/ledger";
import { tailAt, wholeTail } from "./anchor.js";
import type { Question } from "./question.js";
import { sealedSums } from "./sealed-sums.js";
import { readSlots } from "./slot.js";
import { addTo, countsOf, noSums } from "./sums.js";
import { tailSums } from "./tail-sums.js";

/** Clocks whose measure reads what was received in the window, whatever the cohort asked (11.2). */
const alwaysReceived: ReadonlySet<ClockKind> = new Set(
  measures.filter(({ formula }) => formula === "disposal").map(({ clock }) => clock),
);

/** Of some kinds those whose clocks are asked by start day. */
export function receivedKinds(kinds: readonly ClockKind[], cohort: Cohort): readonly ClockKind[] {
  return kinds.filter((kind) => cohort === "received" || alwaysReceived.has(kind));
}

/**
 * How the counts are made: from the nearest anchor, as before where nothing moved since; from the nearest anchor, now; or from
 * every change there was – the plain recompute.
 */
export type Manner = "anchored" | "anew" | "recomputed";

/** The counts of every slot at (T, P): those of the cohort asked, and of what 11.2 counts, those received. */
export async function slotCounts(
  db: Queryable,
  question: Question,
  manner: Manner = "anchored",
  kinds: readonly ClockKind[] = clockKinds,
): Promise<readonly SlotCounts[]> {
  const { ledger, asOf, knownAt, cohort, window, zone } = question;
  const tail = manner === "recomputed" ? wholeTail(knownAt) : await tailAt(db, ledger, asOf, knownAt);
  const byStart = receivedKinds(kinds, cohort);
  const slots = await readSlots(db, ledger);
  const sealed = await sealedSums(
    db,
    { ledger, cohort, window, today: zone.dayOf(asOf), kinds, byStart },
    tail.anchor.block,
    slots,
  );
  const since = await tailSums(db, question, tail, byStart);
  const counts: SlotCounts[] = [];
  for (const { id, slot } of slots) {
    const sums = sealed.get(id) ?? noSums();
    const more = since.get(id);
    if (more !== undefined) addTo(sums, more);
    if (sums.every((sum) => sum === 0)) continue;
    counts.push({ ...slot, cohort, counts: countsOf(sums, cohort) });
    if (cohort !== "received" && byStart.includes(slot.clock))
      counts.push({ ...slot, cohort: "received", counts: countsOf(sums, "received") });
  }
  return counts;
}
