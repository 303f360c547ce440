import type { Fact } from "../clock/fact.js";

/** `received`, `verified`, … : the fourth part of a type's name. */
export function actOf(fact: Fact): string {
  return String(fact.type).split(".")[3] ?? "";
}

/** `complaint`, `lead`, … : the third part of a type's name. */
export function kindOf(fact: Fact): string {
  return String(fact.type).split(".")[2] ?? "";
}

/** Whether a fact is a receipt: it says that a unit has the case. */
export function isReceipt(fact: Fact): boolean {
  return actOf(fact) === "received" || actOf(fact) === "issued";
}

const laterRanks: readonly (readonly string[])[] = [
  ["extended"],
  ["suspended"],
  ["resumed"],
  ["repeated"],
  ["accepted"],
  ["rejected"],
  ["verified"],
  ["completed"],
  ["agreed", "terminated", "disposed", "settled"],
  ["failed"],
  ["returned"],
  ["withdrawn"],
  ["rated"],
];

function rankAmong(fact: Fact, facts: readonly Fact[]): number {
  if (isReceipt(fact)) {
    const sentThere = facts.some(
      (other) =>
        actOf(other) === "transferred" && other.at === fact.at && other.data.toUnit === fact.data.unit,
    );
    return sentThere ? 2 : 0;
  }
  if (actOf(fact) === "transferred") return 1;
  const rank = laterRanks.findIndex((acts) => acts.includes(actOf(fact)));
  return rank === -1 ? 99 : 3 + rank;
}

/** Texts by their UTF-8 bytes. */
function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a, "utf8"), Buffer.from(b, "utf8"));
}

/** By (instant, source, id). */
export function byTimeAndName(a: Fact, b: Fact): number {
  return a.at - b.at || byBytes(a.source, b.source) || byBytes(a.id, b.id);
}

/** The facts in the order in which they apply: (instant, rank, source, id). */
export function inOrder(facts: readonly Fact[]): readonly Fact[] {
  return facts
    .map((fact) => ({ fact, rank: rankAmong(fact, facts) }))
    .sort((a, b) => a.fact.at - b.fact.at || a.rank - b.rank || byTimeAndName(a.fact, b.fact))
    .map(({ fact }) => fact);
}

/** The facts of the case itself without those a retraction names; no retraction can be retracted. */
export function withoutRetracted(facts: readonly Fact[]): readonly Fact[] {
  const retractions = facts.filter((fact) => kindOf(fact) === "record");
  return facts
    .filter((fact) => kindOf(fact) !== "record")
    .filter((fact) => !retractions.some(({ data }) => data.source === fact.source && data.id === fact.id));
}
