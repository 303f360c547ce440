import { type LedgerId, type StoredSeal, sealMembers, sealOf } from "@anshi/ledger";

/** A seal as the answers show it; of one that was altered what its columns say. */
export function sealBody(ledger: LedgerId, stored: StoredSeal): object {
  const seal = sealOf(ledger, stored);
  const { number, position } = stored;
  return seal === undefined
    ? { ledger, number: String(number), position: String(position), altered: true }
    : sealMembers(seal);
}
