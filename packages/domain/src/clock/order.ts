import type { Fact } from "./fact.js";

/** The act of an event type: `received` of `io.anshi.complaint.received.v1`. */
export function actOf(type: string): string {
  return type.slice(type.indexOf(".", PREFIX) + 1, type.lastIndexOf("."));
}

const PREFIX = "io.anshi.".length;

const ranks: Readonly<Record<string, number>> = {
  received: 0,
  issued: 0,
  transferred: 1,
  extended: 3,
  suspended: 4,
  resumed: 5,
  repeated: 6,
  accepted: 7,
  rejected: 8,
  verified: 9,
  completed: 10,
  agreed: 11,
  terminated: 11,
  disposed: 11,
  settled: 11,
  failed: 12,
  returned: 13,
  withdrawn: 14,
  rated: 15,
};

const AFTER_TRANSFER = 2;
const LAST = 16;

/**
 * The facts of a case in the order they apply: (instant, rank, source, id), texts bytewise (domain.md §2).
 * A receipt comes first at its instant, unless a transfer of that instant names its unit.
 */
export function inOrder(facts: readonly Fact[]): readonly Fact[] {
  if (facts.length < 2) return facts;
  const rank = (fact: Fact): number => {
    const act = actOf(fact.type);
    const ranked = ranks[act] ?? LAST;
    if (ranked !== 0) return ranked;
    const { unit } = fact.data;
    const handedOver = facts.some(
      (other) => other.at === fact.at && other.data.toUnit === unit && actOf(other.type) === "transferred",
    );
    return handedOver ? AFTER_TRANSFER : 0;
  };
  return [...facts].sort((a, b) => a.at - b.at || rank(a) - rank(b) || compareIdentity(a, b));
}

/** Bytewise order of (source, id). */
export function compareIdentity(a: Fact, b: Fact): number {
  return compareBytes(a.source, b.source) || compareBytes(a.id, b.id);
}

/** Order of two texts by their UTF-8 bytes (which is the order of their code points). */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    // A surrogate stands for a code point above every other unit, so it sorts last.
    return lift(x) - lift(y);
  }
  return a.length - b.length;
}

function lift(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
