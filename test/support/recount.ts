import { comparatorAt, referenceOf, toFact } from "@anshi/board";
import {
  type Assessment,
  assess,
  type CaseKind,
  type Cohort,
  type Instant,
  isCaseKind,
  type MeasureRow,
  measureRows,
  ruleSet,
  type SlotCounts,
  tally,
  type Window,
  type Zone,
} from "@anshi/domain";
import { type LedgerId, type Queryable, readEvents } from "@anshi/ledger";

export type Fact = ReturnType<typeof toFact>;

/** What a board is asked, all of it said. */
export interface Asked {
  readonly asOf: Instant;
  readonly knownAt: bigint;
  readonly window: Window;
  readonly cohort: Cohort;
}

/** Every fact of a ledger. */
export async function readFacts(db: Queryable, ledger: LedgerId): Promise<readonly Fact[]> {
  const facts: Fact[] = [];
  for (let after = 0n; ; after = facts.at(-1)?.position ?? 0n) {
    const page = await readEvents(db, ledger, after, 10_000);
    if (page.length === 0) return facts;
    facts.push(...page.map(toFact));
  }
}

/** The board's rows by the domain alone: every case known at P assessed from its facts, and counted one by one. */
export function recount(
  ledger: LedgerId,
  zone: Zone,
  facts: readonly Fact[],
): (asked: Asked) => readonly MeasureRow[] {
  let last: Known | undefined;
  return ({ asOf, knownAt, window, cohort }) => {
    if (last?.knownAt !== knownAt) last = known(ledger, zone, facts, knownAt);
    const { assessed, reference } = last;
    const slots: SlotCounts[] = [...tally(assessed, asOf, window, cohort, zone)];
    if (cohort !== "received") slots.push(...tally(assessed, asOf, window, "received", zone));
    const comparatorOf = comparatorAt(reference, { window, zone, asOf });
    return measureRows(slots, reference.tree, cohort, { comparatorOf });
  };
}

interface Known {
  readonly knownAt: bigint;
  readonly assessed: readonly Assessment[];
  readonly reference: ReturnType<typeof referenceOf>;
}

function known(ledger: LedgerId, zone: Zone, all: readonly Fact[], knownAt: bigint): Known {
  const facts = all.filter(({ position }) => position <= knownAt);
  const cases = new Map<string, { readonly kind: CaseKind; readonly facts: Fact[] }>();
  const retractions = new Map<string, Fact[]>();
  for (const fact of facts) {
    const kind = fact.type.split(".")[2] ?? "";
    if (kind === "record") retractions.set(fact.subject, [...(retractions.get(fact.subject) ?? []), fact]);
    else if (isCaseKind(kind)) {
      const key = `${kind} ${fact.subject}`;
      const own = cases.get(key) ?? { kind, facts: [] };
      own.facts.push(fact);
      cases.set(key, own);
    }
  }
  const reference = referenceOf(
    ledger,
    facts.filter(({ type }) => /\.(calendar|unit|comparator|record)\./u.test(type)),
  );
  const world = { rules: ruleSet, calendar: reference.calendar, zone };
  const assessed = [...cases].map(([key, { kind, facts: own }]) => {
    const subject = key.slice(kind.length + 1);
    return assess(kind, [...own, ...(retractions.get(subject) ?? [])], world);
  });
  return { knownAt, assessed, reference };
}
