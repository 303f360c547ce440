import type { MeasureRow } from "@anshi/domain";
import type { Scope, Shown } from "@anshi/grafana/testing";
import type { LedgerId } from "@anshi/ledger";
import { readFacts, recount } from "../support/recount.js";
import { ask } from "./ask.js";
import { type Claim, claimsOf, showsRates } from "./claims.js";
import { type Published, type Stack, shanghai } from "./stack.js";

/** The figures of a ledger by the domain alone. */
export interface Counted {
  /** The last position. */
  readonly latest: bigint;
  readonly rowOf: (claim: Claim) => MeasureRow | undefined;
}

/** Counts them as of now: nothing lapses while the tests run, so one count serves many panels. */
export async function countedByDomain(ledger: LedgerId, { owner }: Stack): Promise<Counted> {
  const facts = await readFacts(owner, ledger);
  const now = Date.now();
  const latest = BigInt(facts.length);
  const count = recount(ledger, shanghai, facts);
  const kept = new Map<string, readonly MeasureRow[]>();
  return {
    latest,
    rowOf: ({ measure, unit, window, knownAt = latest, asOf = now }) => {
      const key = JSON.stringify([window, String(knownAt), asOf]);
      const rows = kept.get(key) ?? count({ asOf, knownAt, window, cohort: "settled" });
      kept.set(key, rows);
      return rows.find((row) => row.measure === measure && row.unit === unit);
    },
  };
}

/** What of a claim is not so, by the figure as the domain counts it; nothing when all of it is. */
function contradictions(claim: Claim, row: MeasureRow | undefined): readonly string[] {
  if (row === undefined) return ["no such figure"];
  const { numerator, counted } = row;
  const rated = row.measure !== "25.3";
  const parts = rated ? 10_000 : 100;
  const hundredths =
    counted === 0 ? undefined : Number((BigInt(numerator) * BigInt(parts)) / BigInt(counted));
  const said = hundredths === undefined ? undefined : `${(hundredths / 100).toFixed(2)}${rated ? "%" : ""}`;
  const values = hundredths === undefined ? [] : [numerator / counted, hundredths / parts];
  const faults: string[] = [];
  const differ = (name: string, claimed: unknown, actual: unknown) => {
    if (claimed !== undefined && claimed !== actual)
      faults.push(`${name} ${String(claimed)}, not ${String(actual)}`);
  };
  differ("text", claim.text, said);
  differ("numerator", claim.numerator, numerator);
  differ("counted", claim.counted, counted);
  differ("met", claim.met, row.met);
  differ("late budget", claim.lateBudget, row.lateBudget);
  const { value } = claim;
  if (value !== undefined && !values.some((each) => Math.abs(each - value) < 1e-9))
    faults.push(`value ${value}, not ${values.join(" or ")}`);
  return faults;
}

/** What a panel says of rates that the domain, which counts every event, does not; or that it says nothing of them. */
export async function contradicted(
  shown: Shown,
  scope: Scope,
  stack: Stack,
  published: Published,
  { rowOf }: Counted,
): Promise<readonly object[]> {
  const wrong: object[] = [];
  for (const target of shown.targets.filter(showsRates)) {
    const claims = claimsOf(shown, target, await ask(target, scope, stack), scope, published);
    const faults = claims.flatMap((claim) =>
      contradictions(claim, rowOf(claim)).map((fault) => ({ fault, ...claim })),
    );
    const told = { panel: shown.name, query: target.refId };
    if (claims.length === 0) wrong.push({ ...told, fault: "says nothing" });
    if (faults.length > 0) wrong.push({ ...told, faults: faults.length, first: faults[0] });
  }
  return wrong;
}
