import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { BOARD_SCHEMA, migrateBoard } from "@anshi/board";
import { startKafka } from "@anshi/kafka-broker";
import { migrate } from "@anshi/ledger";
import { openLog } from "@anshi/runtime";
import { kafkajsAdapter } from "@anshi/runtime/kafka";
import { startCluster, stopCluster } from "@anshi/test-postgres/cluster";
import pg from "pg";
import { kcat } from "../../kafka/kcat.js";
import { traffic } from "../../kafka/traffic.js";
import { bareConsumer, bareInsert } from "./bare.js";
import { through } from "./through.js";
import { visible } from "./visible.js";

/** `pnpm bench:kafka`: from Kafka into the ledger and onto the board; see docs/benchmarks.md. */
const { values } = parseArgs({
  options: { events: { type: "string", default: "200000" }, seconds: { type: "string", default: "20" } },
  args: process.argv.slice(2).filter((word) => word !== "--"),
});
const directory = await mkdtemp(join(tmpdir(), "anshi-bench-"));
const url = await startCluster(directory, {
  durable: true,
  settings: ["shared_buffers=1GB", "max_wal_size=8GB"],
});
const cluster = await startKafka({ nodes: 1 });
const pool = new pg.Pool({ connectionString: url, options: `-c search_path=${BOARD_SCHEMA}`, max: 4 });
try {
  await migrate(pool);
  await migrateBoard(pool);
  const all = traffic(Number(values.events), 1).filter(({ id }) => id !== null);
  const events = new Set(all.map(({ id }) => id)).size;
  const makeTopics = (suffix: string) =>
    kafkajsAdapter.ensureTopics(
      { brokers: [cluster.bootstrap()] },
      [...new Set(all.map(({ topic }) => topic)), "anshi.rejected"].map((topic) => ({
        ...{ topic: `${topic}${suffix}`, partitions: 3, retentionMs: -1 },
      })),
      openLog("silent"),
    );
  const env = { ANSHI_DATABASE_URL: url, ANSHI_KAFKA_BROKERS: cluster.bootstrap() };
  const topics = [...new Set(all.map(({ topic }) => topic))];
  // First, while the projector has nothing else to carry.
  const seen = [];
  for (const rate of [1_000, 10_000]) {
    const suffix = `.${rate}`;
    await makeTopics(suffix);
    const part = all
      .slice(0, rate * Number(values.seconds))
      .map((each) => ({ ...each, topic: `${each.topic}${suffix}` }));
    const incoming = topics.map((topic) => `${topic}${suffix}`).join();
    seen.push(await visible(pool, { ...env, ANSHI_KAFKA_TOPICS: incoming }, cluster.bootstrap(), part, rate));
  }
  console.log("produced → counted on the board, ms");
  console.table(seen);
  await makeTopics("");
  for (const topic of topics) {
    const sender = kcat(cluster.bootstrap(), topic);
    await sender.send(all.filter((each) => each.topic === topic));
    await sender.end();
  }
  const consumed = await bareConsumer(cluster.bootstrap(), topics, all.length);
  const inserted = await bareInsert(pool, all);
  const slower = Math.min(consumed, inserted);
  console.log(`${all.length} messages; bare client ${consumed}/s, bare insert ${inserted}/s`);
  const table = [];
  for (const instances of [1, 2, 3]) {
    const rate = await through(pool, env, instances, events);
    table.push({
      ingestors: instances,
      "events/s": rate,
      "of the slower": Math.round((100 * rate) / slower) / 100,
    });
  }
  console.table(table);
} finally {
  await pool.end();
  await cluster.stop();
  await stopCluster(directory);
  await rm(directory, { recursive: true, force: true });
}
