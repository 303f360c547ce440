import { head, lastSeal, type Queryable, sealOf, waitingSeconds } from "@anshi/ledger";
import type { Metrics } from "@anshi/runtime";
import type { Reading } from "../reading.js";
import { ledgersShown, scrape } from "./scrape.js";

/** How far each ledger is sealed, and what the steward's last verification of all of it came to. */
export function collectSeals(metrics: Metrics, reading: Reading): void {
  const gauge = (name: string, help: string) => metrics.gauge({ name, help, labels: ["ledger"] });
  const position = gauge(
    "anshi_seal_position",
    "Position up to which the ledger is sealed; 0 before the first seal",
  );
  const at = gauge("anshi_seal_timestamp_seconds", "When the last seal was made; absent before the first");
  const unsealed = gauge("anshi_seal_unsealed_events", "Events that no seal covers yet");
  const waiting = gauge(
    "anshi_seal_waiting_seconds",
    "Time since the oldest event that no seal covers was recorded; 0 when all is sealed",
  );
  const verifiedAt = gauge(
    "anshi_verification_timestamp_seconds",
    "When the steward last verified the whole ledger; absent until it has",
  );
  const verifiedUpTo = gauge("anshi_verification_position", "Position up to which that went");
  const findings = gauge("anshi_verification_findings", "What that found not to be as it must");

  metrics.collector("seals", [position, at, unsealed, waiting, verifiedAt, verifiedUpTo, findings], (put) =>
    scrape(reading, async (client) => {
      for (const ledger of await ledgersShown(client, reading)) {
        const last = await lastSeal(client, ledger);
        const sealed = last?.position ?? 0n;
        const { position: written } = await head(client, ledger);
        put(position, Number(sealed), { ledger });
        put(unsealed, Number(written - sealed), { ledger });
        put(waiting, await waitingSeconds(client, ledger, sealed), { ledger });
        const seal = last === undefined ? undefined : sealOf(ledger, last);
        if (seal !== undefined) put(at, seal.sealedAt / 1_000, { ledger });
        const look = await lastVerification(client, ledger);
        if (look === undefined) continue;
        put(verifiedAt, Number(look.at), { ledger });
        put(verifiedUpTo, Number(look.position), { ledger });
        put(findings, Number(look.found), { ledger });
      }
    }),
  );
}

interface Look {
  readonly at: string;
  readonly position: string;
  readonly found: string;
}

async function lastVerification(db: Queryable, ledger: string): Promise<Look | undefined> {
  const { rows: there } = await db.query("select from pg_class where oid = to_regclass('steward.run')");
  if (there.length === 0) return undefined;
  const { rows } = await db.query<Look>(
    `select extract(epoch from finished_at) as at, detail ->> 'position' as position, detail ->> 'found' as found
       from steward.run where ledger = $1 and job = 'verify' and outcome = 'done'
      order by period desc limit 1`,
    [ledger],
  );
  return rows[0];
}
