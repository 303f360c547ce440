import { setTimeout as sleep } from "node:timers/promises";
import { BOARD_SCHEMA, BOARD_SETTINGS, migrateBoard, rebuild } from "@anshi/board";
import { ruleSet, zone } from "@anshi/domain";
import { type Cluster, startKafka } from "@anshi/kafka-broker";
import { type LedgerId, migrate } from "@anshi/ledger";
import { openLog } from "@anshi/runtime";
import { kafkajsAdapter } from "@anshi/runtime/kafka";
import { restartCluster, startCluster, stopCluster } from "@anshi/test-postgres/cluster";
import pg from "pg";
import { numbers } from "../support/numbers.js";
import { type Kcat, kcat, readAll } from "./kcat.js";
import { type Ingestor, startIngestor } from "./processes.js";
import { type Traffic, traffic } from "./traffic.js";

export interface CrashOptions {
  /** Where PostgreSQL lies: a directory that is there and empty. */
  readonly directory: string;
  readonly events: number;
  readonly kills: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

/** What was found when all was quiet again. */
export interface CrashReport {
  /** Sent, and in the ledger: ids that stand once, contiguous from position 1. */
  readonly sent: number;
  readonly missing: readonly string[];
  readonly foreign: readonly string[];
  readonly doubled: number;
  readonly gaps: number;
  /** Malformed messages sent, kept, kept more than once, and not told to the topic of rejections. */
  readonly malformed: number;
  readonly kept: number;
  readonly keptTwice: number;
  readonly untold: number;
  readonly kills: number;
  readonly rebalances: number;
  /** Figures of the board that differ from a fold of all events by the domain alone, and how many were held against it. */
  readonly differences: number;
  readonly figures: number;
}

const ledger = "3209" as LedgerId;
const topics = ["anshi.complaints", "anshi.leads", "anshi.dispatches", "anshi.reference"];
const INSTANCES = 3;

/**
 * Three ingestors take a city's year from twelve partitions while they are killed at random, the broker and PostgreSQL are
 * restarted and members come and go; then holds ledger, rejections and board against what was sent.
 */
export async function crash(options: CrashOptions): Promise<CrashReport> {
  const { directory, events, kills, seed, say } = options;
  const url = await startCluster(directory, { durable: true });
  const pool = poolOf(url, BOARD_SCHEMA);
  pool.on("error", () => undefined);
  const cluster = await startKafka({ nodes: 1 });
  try {
    await migrate(pool);
    await migrateBoard(pool);
    await makeTopics(cluster);
    const all = traffic(events, seed);
    say(`${all.length} messages to send, ${all.filter(({ id }) => id === null).length} of them malformed`);
    const env = {
      ANSHI_DATABASE_URL: url,
      ANSHI_KAFKA_BROKERS: cluster.bootstrap(),
      ANSHI_KAFKA_SESSION_MS: "2000",
    };
    const rebalances = await disturb(all, env, {
      ...options,
      cluster,
      restartDatabase: () => restartCluster(directory),
    });
    say("all sent; waiting for the last of it");
    const ingestors = Array.from({ length: INSTANCES }, () => startIngestor(env));
    await settle(pool, all);
    const codes = await Promise.all(ingestors.map((each) => each.stop()));
    if (codes.some((code) => code !== 0)) throw new Error(`an ingestor ended with ${codes.join()}`);
    return { ...(await inspect(pool, cluster, all)), ...(await holdBoard(url)), kills, rebalances };
  } finally {
    await pool.end();
    await cluster.stop();
    await stopCluster(directory);
  }
}

function poolOf(url: string, schema: string): pg.Pool {
  const settings = [`search_path=${schema}`, ...BOARD_SETTINGS].map((setting) => `-c ${setting}`).join(" ");
  return new pg.Pool({ connectionString: url, options: settings, max: 4 });
}

async function makeTopics(cluster: Cluster): Promise<void> {
  const connection = { brokers: [cluster.bootstrap()] };
  const plans = [
    ...topics.map((topic) => ({ topic, partitions: 3 })),
    { topic: "anshi.rejected", partitions: 1 },
  ];
  await kafkajsAdapter.ensureTopics(
    connection,
    plans.map((plan) => ({ ...plan, retentionMs: -1 })),
    openLog("silent"),
  );
}

interface Disturbance extends CrashOptions {
  readonly cluster: Cluster;
  readonly restartDatabase: () => Promise<void>;
}

/** Sends everything, in slices, with a mishap after each. Returns how often members came or went of their own will. */
async function disturb(
  all: readonly Traffic[],
  env: Readonly<Record<string, string>>,
  { kills, seed, cluster, restartDatabase, say }: Disturbance,
): Promise<number> {
  const random = numbers(seed);
  const senders = new Map<string, Kcat>(topics.map((topic) => [topic, kcat(cluster.bootstrap(), topic)]));
  const ingestors: Ingestor[] = Array.from({ length: INSTANCES }, () => startIngestor(env));
  const slice = Math.ceil(all.length / kills);
  let rebalances = 0;
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      const part = all.slice(kill * slice, (kill + 1) * slice);
      for (const [topic, sender] of senders) await sender.send(part.filter((each) => each.topic === topic));
      await sleep(200 + random() * 1_500);
      const victim = Math.floor(random() * INSTANCES);
      await ingestors[victim]?.kill();
      ingestors[victim] = startIngestor(env);
      if (kill === Math.floor(kills / 4)) {
        say("the broker is killed and comes back");
        await cluster.node(1).kill();
        await sleep(1_000);
        await cluster.node(1).start();
        await cluster.ready();
      }
      if (kill === Math.floor(kills / 2)) {
        say("PostgreSQL is restarted");
        await restartDatabase();
      }
      if (kill === Math.floor(kills / 3) || kill === Math.floor((2 * kills) / 3)) {
        say("a fourth member comes and goes");
        const guest = startIngestor(env);
        await guest.url;
        await sleep(1_000);
        await guest.stop();
        rebalances += 1;
      }
    }
    await Promise.all([...senders.values()].map((sender) => sender.end()));
  } finally {
    await Promise.all(ingestors.map((each) => each.kill()));
  }
  return rebalances;
}

/** Waits until there is as much as was sent. That it is the same is for `inspect` to say. */
async function settle(pool: pg.Pool, all: readonly Traffic[]): Promise<void> {
  const wanted = new Set(all.flatMap(({ id }) => (id === null ? [] : [id]))).size;
  const refused = all.filter(({ id }) => id === null).length;
  const count = async (text: string): Promise<number> => {
    const { rows } = await pool.query<{ n: string }>(text);
    return Number(rows[0]?.n ?? 0);
  };
  let last = "";
  for (let still = 0; still < 120; still += 1) {
    const now = [
      await count("select coalesce(max(position), 0) as n from ledger.event"),
      await count("select coalesce(max(number), 0) as n from ledger.rejection"),
      await count("select coalesce(max(number), 0) as n from intake.told"),
    ];
    if ((now[0] ?? 0) >= wanted && (now[1] ?? 0) >= refused && (now[2] ?? 0) >= refused) return;
    if (now.join() !== last) still = 0;
    last = now.join();
    await sleep(500);
  }
}

async function inspect(
  pool: pg.Pool,
  cluster: Cluster,
  all: readonly Traffic[],
): Promise<Omit<CrashReport, "kills" | "rebalances" | "differences" | "figures">> {
  const wanted = new Set(all.flatMap(({ id }) => (id === null ? [] : [id])));
  const { rows } = await pool.query<{ id: string; position: string }>(
    "select event_id as id, position from ledger.event where ledger = $1 order by position",
    [ledger],
  );
  const stored = new Set(rows.map(({ id }) => id));
  const { rows: kept } = await pool.query<{ number: string; origin: string }>(
    "select number, origin from ledger.rejection where ledger = $1 and door = 'kafka'",
    [ledger],
  );
  const told = new Set(await readAll(cluster.bootstrap(), "anshi.rejected", "%k\\n"));
  return {
    sent: wanted.size,
    missing: [...wanted].filter((id) => !stored.has(id)).slice(0, 10),
    foreign: [...stored].filter((id) => !wanted.has(id)).slice(0, 10),
    doubled: rows.length - stored.size,
    gaps: rows.filter(({ position }, index) => position !== String(index + 1)).length,
    malformed: all.filter(({ id }) => id === null).length,
    kept: kept.length,
    keptTwice: kept.length - new Set(kept.map(({ origin }) => origin)).size,
    untold: kept.filter(({ origin }) => !told.has(origin)).length,
  };
}

/** The board that the events make, held against a fold of all of them by the domain alone, as a rebuild does. */
async function holdBoard(url: string): Promise<{ readonly differences: number; readonly figures: number }> {
  const outcome = await rebuild({
    openPool: (schema) => poolOf(url, schema),
    database: { url },
    threads: 2,
    zoneOf: () => zone("Asia/Shanghai"),
    rules: ruleSet,
    now: () => Date.UTC(2026, 1, 1),
  });
  if (outcome.outcome === "busy") throw new Error("another rebuild is at work");
  return outcome.outcome === "switched"
    ? { differences: 0, figures: outcome.figures }
    : { differences: outcome.differences.length, figures: 0 };
}
