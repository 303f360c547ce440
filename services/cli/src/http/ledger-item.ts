/** A ledger as `GET /v1/ledgers` tells of it. */
export interface LedgerItem {
  readonly ledger: string;
  readonly default: boolean;
  readonly position: string;
  readonly invented: boolean;
}

/** The ledger of a name in what `GET /v1/ledgers` answers, without a name the service's own; `undefined` where there is none. */
export function ledgerIn(answer: unknown, name: string | null): LedgerItem | undefined {
  const { items } = (answer ?? {}) as { readonly items?: readonly LedgerItem[] };
  return items?.find((each) => (name === null ? each.default : each.ledger === name));
}
