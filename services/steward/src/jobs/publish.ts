import { endOf, publish } from "@anshi/board";
import { lastEnded, parsePeriod, periodKinds, ruleSet } from "@anshi/domain";
import { readBatches } from "@anshi/ledger";
import type { Pool } from "pg";
import type { LedgerJob } from "../job.js";
import { daily } from "../period.js";

export interface PublishingOptions {
  /** Connections of the role that appends. */
  readonly appending: Pool;
  /** Local time of publishing, `HH:MM`. */
  readonly at: string;
  readonly smallSample: number;
}

/**
 * Jobs that publish the board of each day, month, quarter and year once it has ended, from a local time on. A period that
 * had ended before the ledger's first event was recorded is not published by itself: nothing was known of it in time, and what is
 * known later comes in by an import that may be under way.
 */
export function publishing({ appending, at, smallSample }: PublishingOptions): readonly LedgerJob[] {
  const [hour = 0, minute = 0] = at.split(":").map(Number);
  const everyDay = daily(hour, minute);
  return periodKinds.map((kind) => ({
    name: `publish-${kind}`,
    scope: "ledger",
    cron: everyDay.cron,
    period: (now, zone) => lastEnded(kind, everyDay.day(now, zone)).name,
    run: async ({ pool, ledger, zone, period: name, now, signal }) => {
      const period = parsePeriod(name);
      if (period === undefined) throw new Error(`${name} is no period`);
      const [first] = await readBatches(pool, ledger, 0n, 1);
      if (first === undefined || first.recordedAt >= endOf(period, zone))
        return { skipped: "before the ledger" };
      const { outcome, publication } = await publish({
        ...{ reading: pool, appending, ledger, zone, rules: ruleSet, smallSample, period, now, signal },
      });
      const { id, position, figures } = publication;
      return { outcome, id, position: String(position), figures };
    },
  }));
}
