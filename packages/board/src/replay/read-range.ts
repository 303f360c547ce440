import type { Fact } from "@anshi/domain";
import type { LedgerId } from "@anshi/ledger";
import type pg from "pg";
import { copyFacts, factColumns } from "../read-facts.js";
import type { Range } from "./ranges.js";

/** Reads the cases of a range with all their facts, retractions included, in ledger order, one case after the other. */
export async function readRange(
  client: pg.Client,
  ledger: LedgerId,
  range: Range,
  upTo: bigint,
  onCase: (facts: readonly Fact[]) => void,
): Promise<number> {
  const retractions = new Map<string, Fact[]>();
  let events = 0;
  await copyFacts(client, query(client, ledger, "record", range, upTo), (fact) => {
    const own = retractions.get(fact.subject) ?? [];
    retractions.set(fact.subject, own);
    own.push(fact);
  });

  let open: string | undefined;
  let facts: Fact[] = [];
  const close = (): void => {
    if (open === undefined) return;
    const own = retractions.get(open);
    onCase(own === undefined ? facts : merged(facts, own));
  };
  await copyFacts(client, query(client, ledger, range.kind, range, upTo), (fact) => {
    events += 1;
    if (fact.subject !== open) {
      close();
      open = fact.subject;
      facts = [];
    }
    facts.push(fact);
  });
  close();
  return events;
}

function query(
  client: pg.Client,
  ledger: LedgerId,
  kind: string,
  { after, upTo }: Range,
  position: bigint,
): string {
  const text = (value: string): string => client.escapeLiteral(value);
  return `select ${factColumns} from ledger.event
    where ledger = ${text(ledger)} and kind = ${text(kind)} and position <= ${position}
      ${after === null ? "" : `and subject > ${text(after)}`} ${upTo === null ? "" : `and subject <= ${text(upTo)}`}
    order by subject, position`;
}

/** Two runs of facts in one, in ledger order. */
function merged(facts: readonly Fact[], others: readonly Fact[]): readonly Fact[] {
  return [...facts, ...others].sort((a, b) => (a.position < b.position ? -1 : 1));
}
