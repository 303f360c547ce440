import { assess, type CaseKind, type Fact, type World } from "@anshi/domain";
import type { BoardChange } from "./change.js";
import { type Version, versionsOf } from "./version.js";

/** More facts than any real case has; assessing after each of them would hold up the others. */
export const MOST_FACTS = 1_000;

/** One case with what is new of it. */
export interface TouchedCase {
  readonly kind: CaseKind;
  readonly subject: string;
  /** Facts known before, retractions of the subject included. */
  readonly history: readonly Fact[];
  /** New facts in ledger order. */
  readonly fresh: readonly Fact[];
}

const nothing: ReadonlyMap<string, Version> = new Map();

/**
 * Assesses a case after **each** of its new facts – its known-from is that very event's position, also inside a
 * batch – and notes the differences. Says from which fact on, and why, the case is parked, or nothing.
 */
export function follow(touched: TouchedCase, before: World, world: World, change: BoardChange): void {
  const { kind, subject, history, fresh } = touched;
  const facts = [...history];
  let versions = history.length === 0 ? nothing : versionsOf(assess(kind, facts, before), before.zone);
  for (const fact of fresh) {
    facts.push(fact);
    const attempt = attemptVersions(kind, facts, world);
    if (typeof attempt === "string") {
      change.note(subject, versions, nothing, fact.position);
      change.parked.push({ kind, subject, knownFrom: fact.position, reason: attempt });
      return;
    }
    change.note(subject, versions, attempt, fact.position);
    versions = attempt;
  }
}

/** Re-assesses a case whose facts stayed and whose calendar changed at `position`. */
export function rederive(
  kind: CaseKind,
  subject: string,
  facts: readonly Fact[],
  before: World,
  world: World,
  position: bigint,
  change: BoardChange,
): void {
  const versions = versionsOf(assess(kind, facts, before), before.zone);
  const attempt = attemptVersions(kind, facts, world);
  change.note(subject, versions, typeof attempt === "string" ? nothing : attempt, position);
  if (typeof attempt === "string")
    change.parked.push({ kind, subject, knownFrom: position, reason: attempt });
}

/** The versions, or the reason why there are none: a defect in one case must not stop the others. */
function attemptVersions(
  kind: CaseKind,
  facts: readonly Fact[],
  world: World,
): ReadonlyMap<string, Version> | string {
  if (facts.length > MOST_FACTS) return `more than ${MOST_FACTS} facts`;
  try {
    return versionsOf(assess(kind, facts, world), world.zone);
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : "unknown";
  }
}
