import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { head, type LedgerId, migrate, newKeys, readBatches, sealHead, sealKey, verify } from "@anshi/ledger";
import { startCluster, stopCluster } from "@anshi/test-postgres/cluster";
import pg from "pg";
import { load } from "../large/load.js";
import { copyOut } from "./copy-out.js";
import { coreSeconds } from "./core-seconds.js";

/** `pnpm bench:verify -- --events 2000000`: a verification of everything, against a bare COPY of the same rows. See docs/benchmarks.md. */
const { values } = parseArgs({
  options: { events: { type: "string", default: "1000000" }, rounds: { type: "string", default: "3" } },
  args: process.argv.slice(2).filter((word) => word !== "--"),
});
const events = Number(values.events);
const ledger = "3209" as LedgerId;
const threads = availableParallelism();

const directory = await mkdtemp(join(tmpdir(), "anshi-bench-"));
try {
  const url = await startCluster(directory, {
    durable: false,
    settings: ["shared_buffers=2GB", "max_wal_size=8GB", "effective_cache_size=12GB", "random_page_cost=1.1"],
  });
  const pool = new pg.Pool({ connectionString: url });
  await migrate(pool);
  await load(pool, ledger, events, 0);
  await pool.query("vacuum analyze ledger.event, ledger.event_key, ledger.batch");

  const sealing = performance.now();
  await sealHead({ database: { url }, ledger, key: sealKey(newKeys().privateKey) });
  const sealed = performance.now() - sealing;
  const [batch] = await readBatches(pool, ledger, 0n, 1);
  const { batch: batches } = await head(pool, ledger);
  console.log(
    `${events} events in ${batches} batches of ${batch?.lastPosition}; first seal: ${Math.round((1_000 * events) / sealed)} events/s`,
  );

  /** Seconds, and of cores, that some work takes. */
  const timed = async (work: () => Promise<unknown>) => {
    const [cores, began] = [coreSeconds(directory), performance.now()];
    await work();
    // Of a connection that has ended the server accounts a moment later.
    await sleep(300);
    return { seconds: (performance.now() - began - 300) / 1_000, cores: coreSeconds(directory) - cores };
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
  await stopCluster(directory);
  await rm(directory, { recursive: true, force: true });
}
