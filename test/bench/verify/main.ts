import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { head, type LedgerId, migrate, newKeys, readBatches, sealHead, sealKey, verify } from "@anshi/ledger";
import { startCluster, stopCluster } from "@anshi/test-postgres/cluster";
import pg from "pg";
import { load } from "../large/load.js";
import { copyOut } from "./copy-out.js";

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

  for (let round = 0; round < Number(values.rounds); round += 1) {
    const text = await copyOut(url, ledger, "text");
    const binary = await copyOut(url, ledger, "binary");
    const cpu = process.cpuUsage();
    let most = 0;
    const began = performance.now();
    const { ok, found } = await verify({
      database: { url },
      ledger,
      threads,
      onProgress: () => {
        most = Math.max(most, process.memoryUsage.rss());
      },
    });
    const took = performance.now() - began;
    const { user, system } = process.cpuUsage(cpu);
    if (!ok) throw new Error(`the bench's own ledger does not verify: ${found} findings`);
    console.table([
      {
        "COPY text, events/s": Math.round((1_000 * events) / text),
        "COPY binary, events/s": Math.round((1_000 * events) / binary),
        "verify, events/s": Math.round((1_000 * events) / took),
        "verify / COPY text": Math.round((100 * text) / took) / 100,
        "verify / COPY binary": Math.round((100 * binary) / took) / 100,
        "node, cores": Math.round((user + system) / 10 / took) / 100,
        "node, µs an event": Math.round((10 * (user + system)) / events) / 10,
        "memory, MiB": Math.round(most / 1_048_576),
      },
    ]);
  }
  await pool.end();
} finally {
  await stopCluster(directory);
  await rm(directory, { recursive: true, force: true });
}
