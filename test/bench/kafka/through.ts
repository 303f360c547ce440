import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { Pool } from "pg";
import { startIngestor } from "../../kafka/processes.js";

/** Has ingestors bring everything that lies in the topics into a ledger of its own; events a second, from the first to the last. */
export async function through(
  pool: Pool,
  env: Readonly<Record<string, string>>,
  instances: number,
  events: number,
): Promise<number> {
  const ledger = `bench-${instances}`;
  const ingestors = Array.from({ length: instances }, () => startIngestor({ ...env, ANSHI_LEDGER: ledger }));
  const position = async (): Promise<number> => {
    const { rows } = await pool.query<{ n: string }>(
      "select coalesce(max(last_position), 0) as n from ledger.batch where ledger = $1",
      [ledger],
    );
    return Number(rows[0]?.n);
  };
  let first = await position();
  for (; first === 0; first = await position()) await sleep(5);
  const began = performance.now();
  while ((await position()) < events) await sleep(20);
  const took = performance.now() - began;
  for (const each of ingestors) await each.stop();
  return Math.round((1_000 * (events - first)) / took);
}
