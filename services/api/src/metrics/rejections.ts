import { type RejectionCode, rejectionCodes } from "@anshi/domain";
import { countRejections, type LedgerId } from "@anshi/ledger";
import type { Metrics } from "@anshi/runtime";
import type { PoolClient } from "pg";
import type { Reading } from "../reading.js";
import { ledgersShown, scrape } from "./scrape.js";

const AT_ONCE = 100_000;

interface Counted {
  readonly upTo: bigint;
  readonly totals: ReadonlyMap<RejectionCode, number>;
}

/**
 * Every message ever refused, by code. Counted from the table on from the last one counted, so that the total is the same
 * after a restart and from every process; the first scrape counts all.
 */
export function collectRejections(metrics: Metrics, reading: Reading): void {
  const rejected = metrics.counter({
    name: "anshi_rejected_total",
    help: "Messages refused, by code",
    labels: ["ledger", "code"],
  });
  const counted = new Map<LedgerId, Counted>();

  const follow = async (client: PoolClient, ledger: LedgerId): Promise<Counted> => {
    for (;;) {
      const before = counted.get(ledger) ?? { upTo: 0n, totals: new Map() };
      const { upTo, counts } = await countRejections(client, ledger, before.upTo, AT_ONCE);
      if (upTo === before.upTo) return before;
      const totals = new Map(before.totals);
      for (const [code, n] of counts) totals.set(code, (totals.get(code) ?? 0) + n);
      // Kept at once: what a slow first count has done is not done again.
      counted.set(ledger, { upTo, totals });
    }
  };

  metrics.collector("rejections", [rejected], (put) =>
    scrape(reading, async (client) => {
      for (const ledger of await ledgersShown(client, reading)) {
        const { totals } = await follow(client, ledger);
        for (const code of rejectionCodes) put(rejected, totals.get(code) ?? 0, { ledger, code });
      }
    }),
  );
}
