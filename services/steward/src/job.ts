import type { Instant, Zone } from "@anshi/domain";
import type { LedgerId } from "@anshi/ledger";
import type { Logger } from "@anshi/runtime";
import type { Pool } from "pg";
import type { Schedule } from "./period.js";

/** What an attempt found, kept with it as JSON. */
export type Detail = Readonly<Record<string, unknown>>;

/** What every attempt is given. */
export interface JobContext {
  /** Connections of the admin role, with the board's schema in the search path. */
  readonly pool: Pool;
  readonly period: string;
  readonly zone: Zone;
  /** When the attempt started, by the database's clock. */
  readonly now: Instant;
  /** Aborted when the steward stops or the attempt's claim is lost: another instance may run the same period then. */
  readonly signal: AbortSignal;
  readonly log: Logger;
}

interface JobOf<Scope extends string, Context> extends Schedule {
  /** Kept with each run; never changed once used. */
  readonly name: string;
  readonly scope: Scope;
  /**
   * The work of one period; rejects when it failed, and is tried again. An attempt may be cut off anywhere and the next one
   * begins anew, so what it does must bear being done twice.
   */
  readonly run: (context: Context) => Promise<Detail>;
}

/** A job done once a period for each ledger, in the ledger's time zone. */
export type LedgerJob = JobOf<"ledger", JobContext & { readonly ledger: LedgerId }>;

/** A job done once a period for the database as a whole, in the default time zone. */
export type DatabaseJob = JobOf<"database", JobContext>;

export type Job = LedgerJob | DatabaseJob;
