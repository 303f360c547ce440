declare const brand: unique symbol;

/** Names a ledger: the log of one jurisdiction. 1–64 characters of `0-9A-Za-z_-`. */
export type LedgerId = string & { readonly [brand]: "LedgerId" };

/** The place of an event in its ledger: from 1, without gaps, in commit order. 0 is before the first. */
export type Position = bigint;

/** The ledger of this name; `undefined` when the text cannot name one. */
export function ledgerId(text: string): LedgerId | undefined {
  return /^[0-9A-Za-z_-]{1,64}$/u.test(text) ? (text as LedgerId) : undefined;
}
