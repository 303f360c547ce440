import { type LedgerId, type StoredSeal, sealJson, sealOf } from "@anshi/ledger";

/** A stored seal as it is sent out. Throws for one that was altered: that must not leave as if it were a seal. */
export function sealTextOf(ledger: LedgerId, stored: StoredSeal): string {
  const seal = sealOf(ledger, stored);
  if (seal === undefined)
    throw new Error(`seal ${stored.number} of ledger ${ledger} was altered; see \`anshi verify\``);
  return sealJson(seal);
}
