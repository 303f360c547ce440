import { availableParallelism } from "node:os";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { head, type LedgerId, newKeys, readBatches, sealHead, sealKey, verify } from "@anshi/ledger";
import pg from "pg";
import { filled } from "../large/filled.js";
import { copyOut } from "./copy-out.js";
import { coreSeconds } from "./core-seconds.js";

/** `pnpm bench:verify -- --events 2000000`: a verification of everything, against a bare COPY of the same rows. See docs/benchmarks.md. */
const { values } = parseArgs({
  options: {
    events: { type: "string", default: "1000000" },
    rounds: { type: "string", default: "3" },
    /** A ledger that is there already, such as `bench:large --keep` leaves one. */
    database: { type: "string" },
  },
  args: process.argv.slice(2).filter((word) => word !== "--"),
});
const ledger = "3209" as LedgerId;
const threads = availableParallelism();

const { url, drop } = await filled(ledger, Number(values.events), values.database);
try {
  const pool = new pg.Pool({ connectionString: url });
  const { rows } = await pool.query<{ data_directory: string }>("show data_directory");
  const server = rows[0]?.data_directory ?? "";

  const sealing = performance.now();
  await sealHead({ database: { url }, ledger, key: sealKey(newKeys().privateKey) });
  const sealed = performance.now() - sealing;
  const [batch] = await readBatches(pool, ledger, 0n, 1);
  const { batch: batches, position } = await head(pool, ledger);
  const events = Number(position);
  console.log(
    `${events} events in ${batches} batches of ${batch?.lastPosition}; first seal: ${Math.round((1_000 * events) / sealed)} events/s`,
  );

  /** Seconds, and of cores, that some work takes. */
  const timed = async (work: () => Promise<unknown>) => {
    const [cores, began] = [coreSeconds(server), performance.now()];
    await work();
    // Of a connection that has ended the server accounts a moment later.
    await sleep(300);
    return { seconds: (performance.now() - began - 300) / 1_000, cores: coreSeconds(server) - cores };
  };
  const rate = (seconds: number): number => Math.round(events / seconds);
  const each = (cores: number): number => Math.round((10_000_000 * cores) / events) / 10;
  const ratio = (one: number, other: number): number => Math.round((100 * one) / other) / 100;
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const text = await timed(() => copyOut(url, ledger, "text"));
    const binary = await timed(() => copyOut(url, ledger, "binary"));
    let most = 0;
    const whole = await timed(async () => {
      const onProgress = (): void => {
        most = Math.max(most, process.memoryUsage.rss());
      };
      const { ok, found } = await verify({ database: { url }, ledger, threads, onProgress });
      if (!ok) throw new Error(`the bench's own ledger does not verify: ${found} findings`);
    });
    console.table({
      "COPY text": { "events/s": rate(text.seconds), "core-µs an event": each(text.cores) },
      "COPY binary": { "events/s": rate(binary.seconds), "core-µs an event": each(binary.cores) },
      verify: {
        "events/s": rate(whole.seconds),
        "core-µs an event": each(whole.cores),
        "/ COPY text": ratio(text.seconds, whole.seconds),
        "/ COPY binary": ratio(binary.seconds, whole.seconds),
        "memory, MiB": Math.round(most / 1_048_576),
      },
    });
  }
  await pool.end();
} finally {
  await drop();
}
