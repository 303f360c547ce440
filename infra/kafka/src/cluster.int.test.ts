import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { have } from "@anshi/test-tools";
import { Kafka, logLevel, type SASLOptions } from "kafkajs";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import { type Cluster, type ClusterOptions, startKafka } from "./index.js";

const running: Cluster[] = [];
const start = async (options: ClusterOptions): Promise<Cluster> => {
  const cluster = await startKafka(options);
  running.push(cluster);
  return cluster;
};
afterEach(async () => {
  for (const cluster of running.splice(0)) await cluster.stop();
});

const topic = "t";
const client = (brokers: string, more = {}) =>
  new Kafka({ brokers: brokers.split(","), logLevel: logLevel.NOTHING, ...more });

async function produced(kafka: Kafka, value: string): Promise<string | undefined> {
  const admin = kafka.admin();
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  try {
    await admin.connect();
    await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: 1 }] });
    await producer.connect();
    const [record] = await producer.send({ topic, acks: -1, messages: [{ value }] });
    return record?.baseOffset;
  } finally {
    await producer.disconnect().catch(() => undefined);
    await admin.disconnect().catch(() => undefined);
  }
}

describe.skipIf(!have("java", "maven"))("a cluster", () => {
  it("keeps what a node acknowledged over its death", async () => {
    const cluster = await start({ nodes: 1 });
    const kafka = client(cluster.bootstrap());
    expect(await produced(kafka, "a")).toBe("0");
    await cluster.node(1).kill();
    await cluster.node(1).start();
    await cluster.ready();
    expect(await produced(kafka, "b")).toBe("1");
  });

  it("stops, and keeps what it acknowledged, when no quorum is left", { timeout: 180_000 }, async () => {
    const directory = await mkdtemp(join(tmpdir(), "anshi-test-"));
    onTestFinished(() => rm(directory, { recursive: true }));
    const options = { nodes: 3, directory } as const;
    const cluster = await start(options);
    expect(await produced(client(cluster.bootstrap()), "a")).toBe("0");
    await cluster.node(1).kill();
    await cluster.node(2).kill();
    await cluster.stop();
    expect(await produced(client((await start(options)).bootstrap()), "b")).toBe("1");
  });

  it("asks for credentials, with and without TLS", async () => {
    const credentials = { username: "anshi", password: "secret" };
    const cluster = await start({ nodes: 1, credentials });
    const sasl = (mechanism: string, password = "secret") =>
      ({ mechanism, username: "anshi", password }) as SASLOptions;
    const offsets = [
      await produced(client(cluster.bootstrap("sasl"), { sasl: sasl("plain") }), "a"),
      await produced(client(cluster.bootstrap("sasl"), { sasl: sasl("scram-sha-256") }), "b"),
      await produced(
        client(cluster.bootstrap("tls"), { sasl: sasl("scram-sha-512"), ssl: { ca: [cluster.ca ?? ""] } }),
        "c",
      ),
    ];
    expect(offsets).toEqual(["0", "1", "2"]);
    const wrong = client(cluster.bootstrap("sasl"), { sasl: sasl("plain", "other"), retry: { retries: 0 } });
    await expect(produced(wrong, "d")).rejects.toThrow(/Authentication failed/u);
  });

  it("goes on with three nodes when one of them dies", async () => {
    const cluster = await start({ nodes: 3 });
    const kafka = client(cluster.bootstrap());
    const admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({
      waitForLeaders: true,
      topics: [{ topic, numPartitions: 1, replicationFactor: 3 }],
    });
    const leader = async () =>
      (await admin.fetchTopicMetadata({ topics: [topic] })).topics[0]?.partitions[0]?.leader;
    const first = (await leader()) ?? 0;
    expect([1, 2, 3]).toContain(first);
    await cluster.node(first).kill();
    // Until the others have noticed they name the dead node too, and the client gives up on it.
    let offset: string | undefined;
    for (let tries = 0; offset === undefined && tries < 60; tries += 1) {
      offset = await produced(kafka, "a").catch(() => sleep(500, undefined));
    }
    expect(offset).toBe("0");
    await admin.disconnect();
  });
});
