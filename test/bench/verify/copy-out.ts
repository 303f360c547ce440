import { performance } from "node:perf_hooks";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { LedgerId } from "@anshi/ledger";
import pg from "pg";
import { to } from "pg-copy-streams";

/** Copies every column of every event out, and throws it away: the least that reading them can cost. Milliseconds. */
export async function copyOut(url: string, ledger: LedgerId, format: "text" | "binary"): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const began = performance.now();
  await pipeline(
    client.query(
      to(
        `copy (select * from ledger.event where ledger = '${ledger}' order by position) to stdout (format ${format})`,
        { highWaterMark: 1 << 20 },
      ),
    ),
    new Writable({ highWaterMark: 1 << 20, write: (_chunk, _encoding, done) => done() }),
  );
  const took = performance.now() - began;
  await client.end();
  return took;
}
