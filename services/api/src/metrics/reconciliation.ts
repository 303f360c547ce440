import { checkpoint } from "@anshi/board";
import { countEvents, type LedgerId } from "@anshi/ledger";
import type { Metrics } from "@anshi/runtime";
import type { Reading } from "../reading.js";
import { ledgersShown, scrape } from "./scrape.js";

/** Events counted a scrape and ledger: a process that has just started catches up over some scrapes. */
const MOST_EVENTS = 100_000n;

interface Counted {
  readonly upTo: bigint;
  readonly events: bigint;
}

/**
 * Holds what the board says it has projected – positions are contiguous, so its checkpoint is a number of events – against
 * the events that the ledger holds up to there, counted one by one, each once. A gap is an event that is missing from the
 * ledger, or a board that has gone on further than its ledger. It does not tell whether the figures are right.
 */
export function collectReconciliation(
  metrics: Metrics,
  reading: Reading,
  mostEvents: bigint = MOST_EVENTS,
): void {
  const gap = metrics.gauge({
    name: "anshi_reconciliation_gap",
    help: "Events that the board says it holds and the ledger does not; anything but 0 is a fault",
    labels: ["ledger"],
  });
  const checked = metrics.gauge({
    name: "anshi_reconciliation_position",
    help: "Position up to which the gap has been counted since this process started",
    labels: ["ledger"],
  });
  const counted = new Map<LedgerId, Counted>();

  metrics.collector("reconciliation", [gap, checked], (put) =>
    scrape(reading, async (client) => {
      for (const ledger of await ledgersShown(client, reading)) {
        const before = counted.get(ledger) ?? { upTo: 0n, events: 0n };
        const reached = (await checkpoint(client, ledger)) ?? 0n;
        const upTo = least(reached, before.upTo + mostEvents);
        const now =
          upTo <= before.upTo
            ? before
            : { upTo, events: before.events + (await countEvents(client, ledger, before.upTo, upTo)) };
        counted.set(ledger, now);
        put(gap, Number(now.upTo - now.events), { ledger });
        put(checked, Number(now.upTo), { ledger });
      }
    }),
  );
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
