import type { Cohort } from "@anshi/domain";
import type {
  BoardAnswer,
  CaseAnswer,
  LedgerItem,
  ListItem,
  Moment,
  Page,
  ParkedItem,
  StoredEvent,
  UnitItem,
} from "./answers.js";
import { get, type Query } from "./request.js";

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

/** A page of clocks in a state, or of parked cases. */
export const getCases = <T extends ListItem | ParkedItem>(query: Query, signal: AbortSignal) =>
  get<Page<T> & Moment>("/v1/cases", query, signal);

export const getCase = (kind: string, subject: string, query: Query, signal: AbortSignal) =>
  get<CaseAnswer>(`/v1/cases/${encodeURIComponent(kind)}/${encodeURIComponent(subject)}`, query, signal);

/** The last position of a ledger. */
export const getLedgerHead = (ledger: string, signal: AbortSignal) =>
  get<{ readonly position: string }>(`/v1/ledgers/${encodeURIComponent(ledger)}`, {}, signal);

/** Events as stored, after a position; takes the role `audit`. */
export const getEvents = (ledger: string, after: string, limit: number, signal: AbortSignal) =>
  get<Page<StoredEvent>>(`/v1/ledgers/${encodeURIComponent(ledger)}/events`, { after, limit }, signal);
