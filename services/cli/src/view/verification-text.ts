import type { Seal, Verification } from "@anshi/ledger";

/** What a verification was made with. */
export interface VerifiedBy {
  readonly seconds: number;
  readonly held: readonly Seal[];
  readonly publicKeys: readonly string[];
}

const MOST_TOLD = 50;

/** A verification for a person: what was found, and what it comes to – with what it cannot vouch for. */
export function verificationLines(
  { ledger, position, checked, findings, found, ok, sealed, key }: Verification,
  { seconds, held, publicKeys }: VerifiedBy,
): { readonly summary: readonly string[]; readonly findings: readonly string[] } {
  const counts = Object.entries(checked).map(([name, count]) => `${count} ${name}`);
  const rate = Math.round((checked.events ?? 0) / Math.max(seconds, 0.001));
  const told = findings.slice(0, MOST_TOLD);
  const first = findings[0];
  return {
    findings: [
      ...told.map(({ code, position: at, message }) => `  position ${at}: ${message} [${code}]`),
      ...(found > told.length ? [`  and ${found - told.length} more`] : []),
    ],
    summary: [
      ok || first === undefined
        ? `Ledger ${ledger} verifies up to position ${position}.`
        : `Ledger ${ledger} does NOT verify: ${found} finding(s), the first at position ${first.position}.`,
      `Checked ${counts.join(", ")} in ${seconds.toFixed(1)} s (${rate} events/s).`,
      sealed < position
        ? `No seal covers the ${position - sealed} event(s) after position ${sealed}.`
        : "Seals cover all of it.",
      ...(key !== null && held.length === 0 && publicKeys.length === 0
        ? [
            `The seals are signed with ${key}: hold that against the key published elsewhere, or give --public-key and --seal. Without them a ledger rewritten as a whole, seals included, is not told from the first.`,
          ]
        : []),
    ],
  };
}
