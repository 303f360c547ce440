import type { ClockKind, Instant, SlotCounts } from "@anshi/domain";
import type { Queryable } from "@anshi/ledger";
import { eachMark } from "./mark-bytes.js";
import { addTo, allOf, countsAt, EVER, foresee, type Part, type Parts, partsOf } from "./part.js";
import type { Question } from "./question.js";
import { readSums, type Wanted } from "./read-sums.js";
import { type StoredSlot, slotsSince } from "./slot.js";
import { addVector } from "./vector.js";

/** The counts of every slot, or of those of `units`, from the nearest anchor; `undefined` where too much changed since to add it up here. */
export async function anchoredCounts(
  db: Queryable,
  question: Question,
  kinds: readonly ClockKind[],
  units: readonly string[] | undefined,
): Promise<readonly SlotCounts[] | undefined> {
  const byKind = partsByKind(question, kinds);
  const parts = [...byKind.values()].flatMap(allOf);
  const readings = [...readingsOf(parts).values()];
  const received = kinds.filter((kind) => byKind.get(kind)?.cohort === "received");
  const sums = await readSums(db, question, readings, received);
  if (sums.marks === null) return undefined;
  for (const [nth, { of }] of readings.entries())
    for (const { part, times } of of)
      for (const vector of sums.sealed[nth] ?? []) addVector(part.sums, vector, times);
  if (sums.isFar) for (const { of } of byKind.values()) if (of.received !== undefined) foresee(of.received);
  const bySeries = seriesOfParts(parts);
  addMarks(bySeries, question.asOf, sums.marks);
  for (const { series, index, day, n } of sums.matured)
    for (const part of bySeries[series] ?? []) addTo(part, index, day, n);
  const slots = await slotsSince(db, question.ledger, sums);
  const asked = units === undefined ? undefined : new Set(units);
  return slotCountsOf(
    byKind,
    slots.filter(({ slot }) => asked?.has(slot.unit) !== false),
  );
}

/** The parts of each kind that a question is counted from, all empty. */
export function partsByKind(
  { asOf, cohort, window, zone }: Question,
  kinds: readonly ClockKind[],
): ReadonlyMap<ClockKind, Parts> {
  return new Map(kinds.map((kind) => [kind, partsOf(kind, cohort, window, zone.dayOf(asOf))]));
}

/** Parts by the number of their series. */
export function seriesOfParts(parts: readonly Part[]): readonly (readonly Part[] | undefined)[] {
  const bySeries: Part[][] = [];
  for (const part of parts) bySeries[part.series] = [...(bySeries[part.series] ?? []), part];
  return bySeries;
}

/** Adds marks, as of T, to each part of their series. */
export function addMarks(bySeries: ReturnType<typeof seriesOfParts>, asOf: Instant, marks: Buffer): void {
  eachMark(marks, (series, index, day, n, from) => {
    if (from > asOf) return;
    for (const part of bySeries[series] ?? []) addTo(part, index, day, n);
  });
}

interface Reading extends Wanted {
  readonly of: { readonly part: Part; readonly times: 1 | -1 }[];
}

/** The sums wanted, each once, and what they are part of. */
function readingsOf(parts: readonly Part[]): ReadonlyMap<string, Reading> {
  const readings = new Map<string, Reading>();
  const want = (part: Part, upto: number, times: 1 | -1): void => {
    const day = Math.min(upto, part.sealedTo);
    const key = `${part.series} ${day}`;
    const reading = readings.get(key) ?? { series: part.series, day, of: [] };
    readings.set(key, reading);
    reading.of.push({ part, times });
  };
  for (const part of parts) {
    want(part, part.upto, 1);
    if (part.after > -EVER) want(part, part.after, -1);
  }
  return readings;
}

/** The counts of each slot in which something counts. */
export function slotCountsOf(
  byKind: ReadonlyMap<ClockKind, Parts>,
  slots: Iterable<StoredSlot>,
): readonly SlotCounts[] {
  const rows: SlotCounts[] = [];
  for (const { slot, place } of slots) {
    const parts = byKind.get(slot.clock);
    const counts = parts === undefined || place === null ? undefined : countsAt(parts, place);
    if (parts === undefined || counts === undefined) continue;
    const { clock, unit, online, origin } = slot;
    rows.push({ clock, unit, online, origin, cohort: parts.cohort, counts });
  }
  return rows;
}
