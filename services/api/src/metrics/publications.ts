import { publications } from "@anshi/board";
import type { LedgerId } from "@anshi/ledger";
import type { Metrics } from "@anshi/runtime";
import type { PoolClient } from "pg";
import type { Reading } from "../reading.js";
import { ledgersShown, scrape } from "./scrape.js";

/** What was published, and whether it still comes out as published by the steward's last look. */
export function collectPublications(metrics: Metrics, reading: Reading): void {
  const last = metrics.gauge({
    name: "anshi_published_last_timestamp_seconds",
    help: "When the board of a period of this length was last published",
    labels: ["ledger", "period"],
  });
  const count = metrics.gauge({
    name: "anshi_published_boards",
    help: "Boards published, editions included",
    labels: ["ledger", "period"],
  });
  const differing = metrics.gauge({
    name: "anshi_published_figures_differing",
    help: "Published figures that did not come out as published when they were last computed again",
    labels: ["ledger"],
  });
  const checked = metrics.gauge({
    name: "anshi_published_recomputed_timestamp_seconds",
    help: "When the published figures were last computed again",
    labels: ["ledger"],
  });
  metrics.collector("publications", [last, count, differing, checked], (put) =>
    scrape(reading, async (client) => {
      for (const ledger of await ledgersShown(client, reading)) {
        const all = await publications(client, ledger);
        for (const kind of new Set(all.map(({ period }) => period.kind))) {
          const own = all.filter(({ period }) => period.kind === kind);
          const labels = { ledger, period: kind };
          put(last, Math.max(...own.map(({ publishedAt }) => publishedAt)) / 1_000, labels);
          put(count, own.length, labels);
        }
        const look = await lastLook(client, ledger);
        if (look === undefined) continue;
        put(differing, Number(look.differing), { ledger });
        put(checked, Number(look.at), { ledger });
      }
    }),
  );
}

async function lastLook(client: PoolClient, ledger: LedgerId) {
  const { rows: there } = await client.query("select from pg_class where oid = to_regclass('steward.run')");
  if (there.length === 0) return undefined;
  const { rows } = await client.query<{ readonly differing: string; readonly at: string }>(
    `select detail ->> 'differing' as differing, extract(epoch from finished_at) as at
       from steward.run where ledger = $1 and job = 'recompute' and outcome = 'done'
      order by period desc limit 1`,
    [ledger],
  );
  return rows[0];
}
