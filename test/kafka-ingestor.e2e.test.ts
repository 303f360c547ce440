import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { examples } from "@anshi/domain";
import { type Cluster, startKafka } from "@anshi/kafka-broker";
import { type LedgerId, lastSeal, makeKeyFile, migrate, parseSeal, sealOf } from "@anshi/ledger";
import { openLog } from "@anshi/runtime";
import { kafkajsAdapter } from "@anshi/runtime/kafka";
import { type FreshDatabase, freshDatabase } from "@anshi/test-postgres";
import { freePort } from "@anshi/test-postgres/cluster";
import { root } from "@anshi/test-postgres/root";
import { have } from "@anshi/test-tools";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readAll } from "./kafka/kcat.js";
import { type Ingestor, startIngestor } from "./kafka/processes.js";
import { openProxy, type TcpProxy } from "./support/proxy.js";

const silent = openLog("silent");
let count = 0;
const event = (own: Readonly<Record<string, unknown>> = {}) => {
  count += 1;
  return {
    ...{ specversion: "1.0", id: `e${count}`, source: "urn:test", type: "io.anshi.complaint.received.v1" },
    ...{ subject: `C${count}`, time: "2026-03-02T09:00:00+08:00", data: { unit: "320902" } },
    ...own,
  };
};

describe.skipIf(!have("java", "maven", "kcat"))("an ingestor", () => {
  let cluster: Cluster;
  let proxy: TcpProxy;
  let database: FreshDatabase;
  let pool: pg.Pool;
  const running: Ingestor[] = [];

  beforeAll(async () => {
    const port = await freePort();
    proxy = await openProxy(port, { lingerMs: 3_000 });
    cluster = await startKafka({
      nodes: 1,
      credentials: { username: "anshi", password: "secret" },
      port,
      advertisedPort: proxy.port,
    });
    database = await freshDatabase();
    pool = new pg.Pool({ connectionString: database.url });
    await migrate(pool);
  });
  afterEach(async () => {
    for (const each of running.splice(0)) await each.kill();
  });
  afterAll(async () => {
    await pool?.end();
    await database?.drop();
    await cluster?.stop();
    await proxy?.stop();
  });

  const broker = () => `127.0.0.1:${proxy.port}`;
  const topicsOf = (name: string) => [`${name}.in`, `${name}.rejected`] as const;
  const makeTopics = (name: string, partitions = 1) =>
    kafkajsAdapter.ensureTopics(
      { brokers: [broker()] },
      topicsOf(name).map((topic, index) => ({
        topic,
        partitions: index === 0 ? partitions : 1,
        retentionMs: -1,
      })),
      silent,
    );
  const start = (name: string, env: Readonly<Record<string, string>> = {}): Ingestor => {
    const [incoming, rejected] = topicsOf(name);
    const made = startIngestor({
      ANSHI_DATABASE_URL: database.url,
      ANSHI_KAFKA_BROKERS: broker(),
      ANSHI_KAFKA_TOPICS: incoming,
      ANSHI_KAFKA_REJECTED_TOPIC: rejected,
      ANSHI_LEDGER: name,
      ANSHI_KAFKA_SESSION_MS: "2000",
      ...env,
    });
    running.push(made);
    return made;
  };
  // The proxy is of this process: waiting for kcat must not stop it.
  const produce = async (name: string, input: string, ...flags: readonly string[]): Promise<void> => {
    const child = spawn("kcat", ["-P", "-b", broker(), "-t", topicsOf(name)[0], ...flags], {
      stdio: ["pipe", "ignore", "ignore"],
    });
    child.stdin.end(input);
    const [code] = await once(child, "exit");
    expect(code).toBe(0);
  };
  const ids = async (name: string): Promise<readonly string[]> => {
    const { rows } = await pool.query<{ id: string }>(
      "select event_id as id from ledger.event where ledger = $1 order by position",
      [name],
    );
    return rows.map(({ id }) => id);
  };
  const taken = async (name: string): Promise<number> => {
    const { rows } = await pool.query<{ position: number }>(
      "select coalesce(max(last_position), 0)::integer as position from ledger.batch where ledger = $1",
      [name],
    );
    return rows[0]?.position ?? 0;
  };
  const codes = async (name: string): Promise<readonly string[]> => {
    const { rows } = await pool.query<{ code: string }>(
      "select code from ledger.rejection where ledger = $1 order by number",
      [name],
    );
    return rows.map(({ code }) => code);
  };
  const readiness = async (own: Ingestor) => {
    const answer = await fetch(`${await own.url}/readyz`);
    const { checks } = (await answer.json()) as {
      checks: { name: string; ok: boolean; reason: string | null }[];
    };
    return { status: answer.status, kafka: checks.find(({ name }) => name === "kafka")?.reason ?? null };
  };
  const until = async (isSo: () => Promise<boolean>): Promise<void> => {
    for (let tries = 0; !(await isSo()); tries += 1) {
      if (tries === 1_200) throw new Error("it never came to be so");
      await sleep(100);
    }
  };

  it("understands another client's messages in both content modes, and keeps what is none", async () => {
    await makeTopics("modes");
    const structured = event({ id: "structured" });
    await produce(
      "modes",
      JSON.stringify(structured),
      "-H",
      "content-type=application/cloudevents+json; charset=utf-8",
    );
    const { data, ...attributes } = event({ id: "binary" });
    const headers = Object.entries(attributes).flatMap(([name, value]) => ["-H", `ce_${name}=${value}`]);
    await produce("modes", JSON.stringify(data), "-H", "content-type=application/json", ...headers);
    // Poison, nothing at all, a tombstone, and one byte too many; then one that must not wait for them.
    await produce("modes", "{", "-k", "a");
    await produce("modes", "x\t\n", "-K", "\t", "-Z");
    await produce("modes", "".padEnd(65_537, "x"), "-D", "\u0001");
    await produce("modes", JSON.stringify(event({ id: "after" })));
    const own = start("modes");
    await until(async () => (await ids("modes")).includes("after"));
    expect(await ids("modes")).toEqual(["structured", "binary", "after"]);
    expect(await codes("modes")).toEqual(["not-json", "not-json", "too-large"]);
    const tellings = () => readAll(broker(), topicsOf("modes")[1], "%h %k\\n");
    await until(async () => (await tellings()).length === 3);
    expect((await tellings())[0]).toContain("rejection-code=not-json");
    expect((await tellings())[0]).toContain(
      "origin-topic=modes.in,origin-partition=0,origin-offset=2 modes.in/0/2",
    );
    expect(await readiness(own)).toEqual({ status: 200, kafka: null });
    const metrics = await (await fetch(`${await own.url}/metrics`)).text();
    expect(metrics).toContain('anshi_kafka_lag_messages{topic="modes.in",partition="0"} 0');
    expect(metrics).toContain('anshi_kafka_rejected_total{topic="modes.in",code="too-large"} 1');
    expect(metrics).toMatch(/^anshi_kafka_append_duration_seconds_count [1-9]/mu);
    const told = [...metrics.matchAll(/^# TYPE (anshi_kafka_\w+) (\w+)$/gmu)].map(
      ([, name, type]) => `${name} ${type}`,
    );
    const page = readFileSync(join(root, "docs/metrics.md"), "utf8");
    const written = [...page.matchAll(/^\| `(anshi_kafka_\w+)` \| (\w+) \|/gmu)].map(
      ([, name, type]) => `${name} ${type}`,
    );
    expect(told.sort()).toEqual(written.sort());
    expect(await own.stop()).toBe(0);
  });

  it("has its ledger's seals sent by the steward, each as the ledger holds it, though the topic comes late", async () => {
    await makeTopics("sealed");
    await produce("sealed", JSON.stringify(event({ id: "first" })));
    start("sealed");
    await until(async () => (await ids("sealed")).length === 1);
    const directory = await mkdtemp(join(tmpdir(), "anshi-seals-"));
    const keyFile = join(directory, "seal.key");
    await makeKeyFile(keyFile);
    const steward = startIngestor(
      {
        ...{ ANSHI_DATABASE_URL: database.url, ANSHI_KAFKA_BROKERS: broker(), ANSHI_SEAL_KEY_FILE: keyFile },
        ...{ ANSHI_KAFKA_SEALS_TOPIC: "sealed.seals", ANSHI_SEALS_DIR: directory },
      },
      "steward",
    );
    running.push(steward);
    const ledger = "sealed" as LedgerId;
    await until(async () => (await lastSeal(pool, ledger)) !== undefined);
    await kafkajsAdapter.ensureTopics(
      { brokers: [broker()] },
      [{ topic: "sealed.seals", partitions: 1, retentionMs: -1 }],
      silent,
    );
    const told = async () =>
      (await readAll(broker(), "sealed.seals", "%k %s\\n")).filter((line) => line.startsWith("sealed "));
    await until(async () => (await told()).length > 0);
    const stored = await lastSeal(pool, ledger);
    const seal = stored === undefined ? undefined : sealOf(ledger, stored);
    expect(parseSeal((await told())[0]?.slice("sealed ".length) ?? "")).toEqual(seal);
    expect(parseSeal(await readFile(join(directory, "sealed.00000001.seal.json"), "utf8"))).toEqual(seal);
    expect(await steward.stop()).toBe(0);
    await rm(directory, { recursive: true });
  });

  it("takes every example of the catalogue", async () => {
    await makeTopics("catalogue", 3);
    const lines = Object.entries(examples).map(([type, data]) => JSON.stringify(event({ type, data })));
    await produce("catalogue", `${lines.join("\n")}\n`);
    start("catalogue");
    await until(async () => (await ids("catalogue")).length === lines.length);
    expect(await codes("catalogue")).toEqual([]);
  });

  it("reads on from the ledger though the group's offset was never committed, or lies ahead", async () => {
    await makeTopics("offsets");
    const send = (from: number, to: number): Promise<void> => {
      const lines = Array.from({ length: to - from }, (_, n) =>
        JSON.stringify(event({ id: `o${from + n}` })),
      );
      return produce("offsets", `${lines.join("\n")}\n`);
    };
    await send(0, 50);
    const first = start("offsets");
    await until(async () => (await ids("offsets")).length === 50);
    await first.kill();
    // As after a crash between the two commits; and as after a restore of the database from the hour before.
    await pool.query("update intake.consumed set next_offset = 20 where ledger = 'offsets'");
    await send(50, 60);
    const second = start("offsets");
    await until(async () => (await ids("offsets")).length === 60);
    expect(await ids("offsets")).toEqual(Array.from({ length: 60 }, (_, n) => `o${n}`));
    expect(await codes("offsets")).toEqual([]);
    const metrics = await (await fetch(`${await second.url}/metrics`)).text();
    expect(metrics).toContain('anshi_kafka_redelivered_total{topic="offsets.in",by="identity"} 30');
  });

  it("lets a zombie do no harm that wakes after its partitions moved", async () => {
    await makeTopics("zombie", 4);
    const send = (from: number, to: number): Promise<void> => {
      const lines = Array.from({ length: to - from }, (_, n) =>
        JSON.stringify(event({ id: `z${from + n}` })),
      );
      return produce("zombie", `${lines.join("\n")}\n`);
    };
    const zombie = start("zombie");
    await until(async () => (await readiness(zombie)).status === 200);
    await send(0, 20_000);
    await until(async () => (await taken("zombie")) > 500);
    zombie.signal("SIGSTOP");
    const heir = start("zombie");
    await until(async () => (await taken("zombie")) === 20_000);
    zombie.signal("SIGCONT");
    await send(20_000, 21_000);
    await until(async () => (await taken("zombie")) >= 21_000);
    await until(async () => (await readiness(zombie)).status === 200);
    expect(new Set(await ids("zombie")).size).toBe(21_000);
    expect((await ids("zombie")).length).toBe(21_000);
    expect(await codes("zombie")).toEqual([]);
    expect((await readiness(heir)).status).toBe(200);
    // Where it was stopped within a transaction, the ledger is its own until the server ends what is idle for 30 s.
  }, 180_000);

  it("says which topic is missing, and goes on when it is made", async () => {
    const own = start("missing");
    await until(async () => (await readiness(own)).kafka?.includes("anshi kafka init") === true);
    expect((await readiness(own)).status).toBe(503);
    await makeTopics("missing");
    await produce("missing", JSON.stringify(event({ id: "late" })));
    await until(async () => (await ids("missing")).length === 1);
    await until(async () => (await readiness(own)).status === 200);
  });

  it("says that the credentials are wrong, without showing them", async () => {
    const own = start("refused", {
      ANSHI_KAFKA_BROKERS: cluster.bootstrap("sasl"),
      ANSHI_KAFKA_USERNAME: "anshi",
      ANSHI_KAFKA_PASSWORD: "hunter2",
    });
    await until(async () => (await readiness(own)).kafka?.includes("refused the credentials") === true);
    expect(own.said()).not.toContain("hunter2");
  });

  it("turns red while a half-open connection swallows everything, and recovers by itself", async () => {
    await makeTopics("mute");
    const own = start("mute");
    await produce("mute", JSON.stringify(event({ id: "before" })));
    await until(async () => (await ids("mute")).length === 1);
    await until(async () => (await readiness(own)).status === 200);
    proxy.set("swallow");
    await until(async () => (await readiness(own)).status === 503);
    expect((await readiness(own)).kafka).not.toBeNull();
    proxy.set("pass");
    await produce("mute", JSON.stringify(event({ id: "after" })));
    await until(async () => (await ids("mute")).length === 2);
    await until(async () => (await readiness(own)).status === 200);
  }, 180_000);
});
