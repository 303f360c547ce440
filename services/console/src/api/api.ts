import type { BoardAnswer, Cohort, LedgerItem, Page, UnitItem } from "./answers.js";
import { get } from "./request.js";

/** What is asked of a board. */
export interface BoardAsk {
  readonly ledger: string;
  readonly unit?: string | undefined;
  readonly measure?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly cohort?: Cohort | undefined;
}

/** A board at (T, P). */
export interface BoardMoment {
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
}

export const getLedgers = (signal: AbortSignal) => get<Page<LedgerItem>>("/v1/ledgers", {}, signal);

export const getUnits = (ledger: string, signal: AbortSignal) =>
  get<Page<UnitItem> & { readonly ledger: string }>("/v1/units", { ledger }, signal);

export const getBoard = (ask: BoardAsk & BoardMoment, signal: AbortSignal) =>
  get<BoardAnswer>("/v1/board", { ...ask }, signal);
