import { checkpoint, parkedCases, rebuilding } from "@anshi/board";
import { caseKinds } from "@anshi/domain";
import { head, waitingSeconds } from "@anshi/ledger";
import type { Metrics } from "@anshi/runtime";
import type { Reading } from "../reading.js";
import { ledgersShown, scrape } from "./scrape.js";

/** How far each ledger and its board have come, and what could not be assessed. */
export function collectPipeline(metrics: Metrics, reading: Reading): void {
  const gauge = (name: string, help: string, ...more: readonly string[]) =>
    metrics.gauge({ name, help, labels: ["ledger", ...more] });
  const written = gauge("anshi_ledger_position", "Position of the last event of the ledger");
  const projected = gauge("anshi_projection_position", "Position up to which the board holds the ledger");
  const behind = gauge("anshi_projection_lag_events", "Events that the board does not hold yet");
  const waiting = gauge(
    "anshi_projection_lag_seconds",
    "Time since the oldest event that the board does not hold was recorded; 0 at the head",
  );
  const rebuilt = gauge(
    "anshi_projection_rebuilding",
    "1 while the board is built anew and has not come to where the one before it stood",
  );
  const parked = gauge(
    "anshi_parked_cases",
    "Cases that could not be assessed: they count in no figure",
    "kind",
  );

  metrics.collector("pipeline", [written, projected, behind, waiting, rebuilt, parked], (put) =>
    scrape(reading, async (client) => {
      const behindMark = new Set((await rebuilding(client)).map(({ ledger }) => ledger));
      for (const ledger of await ledgersShown(client, reading)) {
        put(rebuilt, behindMark.has(ledger) ? 1 : 0, { ledger });
        const { position } = await head(client, ledger);
        const reached = (await checkpoint(client, ledger)) ?? 0n;
        put(written, Number(position), { ledger });
        put(projected, Number(reached), { ledger });
        // Negative when the board is ahead of the ledger: one of them was restored without the other.
        put(behind, Number(position - reached), { ledger });
        put(waiting, await waitingSeconds(client, ledger, reached), { ledger });
        const cases = await parkedCases(client, ledger);
        for (const kind of caseKinds) put(parked, cases.get(kind) ?? 0, { ledger, kind });
      }
    }),
  );
}
