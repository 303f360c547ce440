import { setTimeout as sleep } from "node:timers/promises";
import type { Cohort, Instant, Period, RuleSet, Zone } from "@anshi/domain";
import { appendOwn, atOneMoment, head, type LedgerId } from "@anshi/ledger";
import type { Pool } from "pg";
import { type Board, board } from "../board.js";
import { checkpoint } from "../projection.js";
import { factsOf } from "./facts.js";
import { type Publication, publicationId } from "./publication.js";
import { publicationOf } from "./read.js";

export interface PublishOptions {
  /** Connections that may read, with the board's schema in their path. */
  readonly reading: Pool;
  /** Connections of the role that appends. */
  readonly appending: Pool;
  readonly ledger: LedgerId;
  readonly zone: Zone;
  readonly rules: RuleSet;
  readonly smallSample: number;
  readonly period: Period;
  readonly cohort?: Cohort;
  readonly now: Instant;
  /** Publish a period that was published before once more, as its next edition. */
  readonly again?: boolean;
  /** Ends the wait for a board that has not come up to the ledger. */
  readonly signal?: AbortSignal;
}

export interface PublishOutcome {
  /** `standing`: it was published before, and nothing was done. */
  readonly outcome: "published" | "standing";
  readonly publication: Publication;
}

/** The period has not ended: nothing of it is settled. */
export class NotEnded extends Error {
  override readonly name = "NotEnded";
  constructor(readonly period: string) {
    super(`the period ${period} has not ended yet`);
  }
}

const LOOK_MS = 100;

/**
 * Publishes the board of a period that has ended: as of its end, as known at the ledger's head now, every measure and unit,
 * recorded in the ledger itself. It waits for the board to come up to that head. However often and by however many it is
 * called, a period has one first edition. Rejects with NotEnded.
 */
export async function publish(options: PublishOptions): Promise<PublishOutcome> {
  const { reading, appending, ledger, zone, period, now, again = false } = options;
  const asOf = endOf(period, zone);
  if (asOf > now) throw new NotEnded(period.name);
  for (;;) {
    const last = await publicationOf(reading, ledger, period.name);
    if (last !== undefined && !again) return { outcome: "standing", publication: last };
    const edition = (last?.edition ?? 0) + 1;
    const published = await boardOf(options, asOf);
    const facts = factsOf({
      ...{ ledger, asOf, period, edition, at: now, zone: zone.name, smallSample: options.smallSample },
      ...{ knownAt: published.knownAt, cohort: published.cohort, ruleSet: published.ruleSet },
      ...{ calendar: published.calendar, rows: published.measures },
    });
    // Another one was first with this edition: it stands, and is what the next look finds.
    if ((await appendOwn(appending, ledger, facts)) !== "recorded") continue;
    const publication = await publicationOf(reading, ledger, publicationId(period.name, edition));
    if (publication === undefined) throw new Error("a publication that was recorded is not there");
    return { outcome: "published", publication };
  }
}

/** The first instant after a period. */
export function endOf(period: Period, zone: Zone): Instant {
  return zone.startOf(period.to + 1);
}

async function boardOf(options: PublishOptions, asOf: Instant): Promise<Board> {
  const { reading, ledger, zone, rules, smallSample, period, cohort = "settled", signal } = options;
  const { position } = await head(reading, ledger);
  for (;;) {
    signal?.throwIfAborted();
    if (((await checkpoint(reading, ledger)) ?? 0n) >= position) {
      const window = { from: period.from, to: period.to };
      const own = await atOneMoment(reading, (db) =>
        board(db, { ledger, zone, rules, smallSample, asOf, knownAt: position, window, cohort }),
      );
      // One that is being built anew alerts nobody, so it is not what is to be published.
      if (!own.rebuilding) return own;
    }
    await sleep(LOOK_MS, undefined, signal === undefined ? {} : { signal });
  }
}
