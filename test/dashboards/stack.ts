import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startApi } from "@anshi/api";
import { migrateBoard } from "@anshi/board";
import { demoYear } from "@anshi/cli";
import { type Day, formatDay, lastEnded, zone } from "@anshi/domain";
import { startIngestor } from "@anshi/ingestor";
import { startKafka } from "@anshi/kafka-broker";
import { type LedgerId, makeKeyFile, migrate } from "@anshi/ledger";
import { startProjection } from "@anshi/projector";
import { type Config, loadConfig, migrateWith, openLog, openMetrics, type ServiceDeps } from "@anshi/runtime";
import { kafkaAdapter, kafkaTopics } from "@anshi/runtime/kafka";
import { migrateSteward, startJobs } from "@anshi/steward";
import { freshDatabase } from "@anshi/test-postgres";
import { root } from "@anshi/test-postgres/root";
import pg from "pg";
import { parse } from "yaml";
import { chunks, get, post, projected } from "../support/client.js";
import { type Prometheus, startPrometheus } from "../support/prometheus.js";
import { correction, dueWithin, national, SEEDED, seededEvents, sentBackLately } from "./seeded.js";

export const shanghai = zone("Asia/Shanghai");
export const DEMO = "3209" as LedgerId;

/** All that dashboards ask, at work: the services in one process, PostgreSQL as they may read it, Prometheus. */
export interface Stack {
  readonly prometheus: Prometheus;
  /** As Grafana logs in. */
  readonly reader: pg.Pool;
  /** As the database's owner. */
  readonly owner: pg.Pool;
  /** The position of the seeded ledger before its correction. */
  readonly beforeCorrection: bigint;
  /** Of each ledger the board of the last month that has ended. */
  readonly published: ReadonlyMap<LedgerId, Published>;
  /** When everything had been scraped. */
  readonly at: Date;
  readonly stop: () => Promise<void>;
}

/** A board that was published, and what it is a function of. */
export interface Published {
  readonly id: string;
  readonly asOf: number;
  readonly knownAt: bigint;
  readonly window: { readonly from: Day; readonly to: Day };
}

const log = openLog("silent");

/** Deadlines lapse at midnight: figures are compared while nothing lapses. */
async function clearOfMidnight(): Promise<void> {
  const left = () => shanghai.startOf(shanghai.dayOf(Date.now()) + 1) - Date.now();
  while (left() < 5 * 60_000) await sleep(1_000);
}

/** Starts it, with the demonstration's year and the seeded ledger in it, and waits until all has been scraped twice. */
export async function startStack(): Promise<Stack> {
  await clearOfMidnight();
  const stops: (() => Promise<unknown>)[] = [];
  const started = <T extends { readonly stop: () => Promise<void> }>(own: T): T => {
    stops.unshift(own.stop);
    return own;
  };
  const database = await freshDatabase();
  stops.unshift(database.drop);
  const pool = (url: string): pg.Pool => {
    const own = new pg.Pool({ connectionString: url });
    stops.unshift(() => own.end());
    return own;
  };
  await migrateWith(migrateAll, database.url, log);
  const owner = pool(database.url);
  const reader = pool(await readerUrl(owner, database.url));

  const broker = started(await startKafka({ nodes: 1 }));
  const keys = await mkdtemp(join(tmpdir(), "anshi-dashboards-"));
  stops.unshift(() => rm(keys, { recursive: true }));
  const config = loadConfig({
    ANSHI_PORT: "0",
    ANSHI_KAFKA_BROKERS: broker.bootstrap(),
    ANSHI_SEAL_KEY_FILE: join(keys, "seal.key"),
  });
  await makeKeyFile(config.text("ANSHI_SEAL_KEY_FILE"));
  const deps: ServiceDeps = { databaseUrl: database.url, log, metrics: openMetrics(log) };
  started(startProjection(config, deps));
  const api = started(await startApi(config, deps));
  const prometheus = started(await startPrometheus(scraping(api.url)));

  const now = Date.now();
  await load(api.url, now);
  // What is published stays as it was known then, whatever is corrected afterwards.
  const published = new Map<LedgerId, Published>();
  for (const ledger of [DEMO, SEEDED]) published.set(ledger, await publishLastMonth(api.url, ledger, now));
  const { position: beforeCorrection } = await get<{ readonly position: string }>(
    `${api.url}/v1/ledgers/${SEEDED}`,
  );
  await post(api.url, correction(now), SEEDED);
  started(startIngestor(config, deps));
  await told(prometheus, { anshi_kafka_batch_messages_count: 1 });
  await bringByKafka(config, now);
  started(startJobs(config, deps));
  await post(api.url, dueWithin(Date.now(), 1_500));
  // Nothing the projector does parks one of these cases.
  await owner.query("insert into board.parked values ($1, 'complaint', 'parked', 1, 'put here by a test')", [
    DEMO,
  ]);
  const at = await told(prometheus, {
    anshi_clocks_lapsed_total: 1,
    anshi_kafka_rejected_total: 1,
    anshi_kafka_redelivered_total: 1,
    anshi_steward_job_last_success_timestamp_seconds: 2,
    "anshi_projection_lag_events == 0": 2,
    "anshi_measure_counted > 0": 50,
    anshi_published_boards: 2,
    anshi_seal_timestamp_seconds: 2,
    anshi_verification_timestamp_seconds: 1,
    anshi_published_recomputed_timestamp_seconds: 1,
    "anshi_parked_cases > 0": 1,
  });
  return {
    prometheus,
    reader,
    owner,
    beforeCorrection: BigInt(beforeCorrection),
    published,
    at,
    stop: async () => {
      for (const stop of stops) await stop();
    },
  };
}

async function migrateAll(pool: pg.Pool): Promise<void> {
  await migrate(pool);
  await migrateBoard(pool);
  await migrateSteward(pool);
}

/** A login that may do what dashboards may, and nothing else. */
async function readerUrl(owner: pg.Pool, databaseUrl: string): Promise<string> {
  const url = new URL(databaseUrl);
  const login = `grafana_${url.pathname.slice(1)}`;
  await owner.query(`create role "${login}" login password 'reader' in role anshi_dashboard`);
  url.username = login;
  url.password = "reader";
  return url.href;
}

/** Everything of both ledgers, on the board. */
async function load(url: string, now: number): Promise<void> {
  const year = demoYear(now, 3_209).flatMap(({ at, event }) => (at <= now ? [event] : []));
  const events = [...national(now), ...sentBackLately(now), ...year];
  for (const chunk of chunks(events, 2_000)) await post(url, chunk);
  // Some of it again, and something that is no event.
  await post(url, [...year.slice(0, 7), { not: "an event" }]);
  await projected(url, DEMO, BigInt(events.length));
  const seeded = seededEvents(now, formatDay(shanghai.dayOf(now)));
  await post(url, seeded, SEEDED);
  await projected(url, SEEDED, BigInt(seeded.length));
}

async function publishLastMonth(url: string, ledger: LedgerId, now: number): Promise<Published> {
  const period = lastEnded("month", shanghai.dayOf(now));
  const response = await fetch(`${url}/v1/publications?ledger=${ledger}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ period: period.name }),
  });
  const { id, asOf, knownAt } = (await response.json()) as {
    readonly id: string;
    readonly asOf: string;
    readonly knownAt: { readonly position: string };
  };
  return {
    id,
    asOf: Date.parse(asOf),
    knownAt: BigInt(knownAt.position),
    window: { from: period.from, to: period.to },
  };
}

/** A message that is new, one that the ledger has after it, and one that is no event. */
async function bringByKafka(config: Config, now: number): Promise<void> {
  const connection = { brokers: config.text("ANSHI_KAFKA_BROKERS").split(",") };
  const { incoming, rejected } = kafkaTopics(config);
  const kafka = kafkaAdapter(config);
  await kafka.ensureTopics(
    connection,
    [...incoming, rejected].map((topic) => ({ topic, partitions: 1, retentionMs: -1 })),
    log,
  );
  const [event] = dueWithin(now, 86_400_000);
  const value = JSON.stringify({ ...event, id: "by-kafka", subject: "by-kafka" });
  const headers = { "content-type": "application/cloudevents+json" };
  const producer = kafka.producer(connection, "test", log);
  await producer.send(
    "anshi.dispatches",
    [value, value, "no event"].map((each) => ({ key: "by-kafka", value: each, headers })),
  );
  await producer.stop();
}

/** The scraping that is deployed, of this one target, oftener and without a token. */
function scraping(url: string): string {
  const deployed = parse(readFileSync(join(root, "infra/prometheus/prometheus.yml"), "utf8")) as {
    readonly scrape_configs: readonly { readonly job_name: string; readonly honor_labels?: boolean }[];
  };
  const own = deployed.scrape_configs.find(({ job_name }) => job_name === "anshi");
  return JSON.stringify({
    global: { scrape_interval: "3s" },
    scrape_configs: [
      {
        job_name: "anshi",
        honor_labels: own?.honor_labels,
        static_configs: [{ targets: [new URL(url).host] }],
      },
    ],
  });
}

/** Waits until each expression has at least so many series, and all has been scraped twice more; says when that last was. */
async function told(prometheus: Prometheus, wanted: Readonly<Record<string, number>>): Promise<Date> {
  for (const [expr, series] of Object.entries(wanted))
    while ((await prometheus.query(expr, new Date())).length < series) await sleep(100);
  // One that took too long brought nothing, and has the series end for then.
  const good = async () =>
    (await prometheus.query("timestamp(up) and up == 1", new Date()))[0]?.points[0]?.value ?? 0;
  let last = await good();
  for (let more = 0; more < 2; ) {
    const next = await good();
    if (next > last) {
      more += 1;
      last = next;
    }
    await sleep(100);
  }
  return new Date(last * 1_000);
}
