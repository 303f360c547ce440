import type { ClockKind, Instant, SlotCounts } from "@anshi/domain";
import type { Queryable } from "@anshi/ledger";
import { type Axis, type Counter, indexOf } from "./mark.js";
import { eachMark } from "./mark-bytes.js";
import { addTo, addVector, allOf, countsAt, EVER, foresee, type Part, type Parts, partsOf } from "./part.js";
import type { Question } from "./question.js";
import { type Matured, readSums, type Wanted } from "./read-sums.js";
import { type StoredSlot, slotsSince } from "./slot.js";

/** The counts of every slot, or of those of `units`, from the nearest anchor. */
export async function anchoredCounts(
  db: Queryable,
  question: Question,
  kinds: readonly ClockKind[],
  units: readonly string[] | undefined,
): Promise<readonly SlotCounts[]> {
  const counted = countedBy(question, kinds);
  const parts = [...counted.values()].flatMap(allOf);
  const readings = [...readingsOf(parts).values()];
  const received = kinds.filter((kind) => counted.get(kind)?.cohort === "received");
  const sums = await readSums(db, question, readings, received);
  for (const [nth, { of }] of readings.entries())
    for (const { part, times } of of)
      for (const vector of sums.sealed[nth] ?? []) addVector(part, vector, times);
  if (sums.isFar) for (const { received } of counted.values()) if (received !== undefined) foresee(received);
  addMarks(parts, question.asOf, sums.marks);
  const slots = await slotsSince(db, question.ledger, sums);
  for (const matured of sums.matured) addMatured(matured, slots, counted);
  const asked = units === undefined ? undefined : new Set(units);
  const stored = [...slots.values()].filter(({ slot }) => asked?.has(slot.unit) !== false);
  return slotCountsOf(counted, stored);
}

/** The parts of each kind that a question is counted from, all empty. */
export function countedBy(
  { asOf, cohort, window, zone }: Question,
  kinds: readonly ClockKind[],
): ReadonlyMap<ClockKind, Parts> {
  return new Map(kinds.map((kind) => [kind, partsOf(kind, cohort, window, zone.dayOf(asOf))]));
}

/** Adds marks to each part they are of, as of T. */
export function addMarks(parts: readonly Part[], asOf: Instant, marks: Buffer): void {
  const bySeries: Part[][] = [];
  for (const part of parts) bySeries[part.series] = [...(bySeries[part.series] ?? []), part];
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

function addMatured(
  { what, slot: id, day, n }: Matured,
  slots: ReadonlyMap<number, StoredSlot>,
  counted: ReadonlyMap<ClockKind, Parts>,
): void {
  const { slot, place } = slots.get(id) ?? {};
  const parts = slot === undefined ? undefined : counted.get(slot.clock);
  if (parts === undefined || place == null) return;
  const put = <A extends Axis>(part: Part | undefined, axis: A, counter: Counter<A>): void => {
    if (part !== undefined) addTo(part, indexOf(axis, place, counter), day, n);
  };
  if (what === "missed") put(parts.received, "start", "missed");
  else if (what === "provisional") {
    put(parts.received, "start", "provisional");
    put(parts.everStarted, "start", "provisional");
  } else {
    put(parts.missed, "miss", "missed");
    put(parts.everMissed, "miss", "missed");
  }
}

/** The counts of each slot in which something counts. */
export function slotCountsOf(
  counted: ReadonlyMap<ClockKind, Parts>,
  slots: Iterable<StoredSlot>,
): readonly SlotCounts[] {
  const rows: SlotCounts[] = [];
  for (const { slot, place } of slots) {
    const parts = counted.get(slot.clock);
    const counts = parts === undefined || place === null ? undefined : countsAt(parts, place);
    if (parts === undefined || counts === undefined) continue;
    const { clock, unit, online, origin } = slot;
    rows.push({ clock, unit, online, origin, cohort: parts.cohort, counts });
  }
  return rows;
}
