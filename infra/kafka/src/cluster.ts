import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Kafka, logLevel } from "kafkajs";
import { type Broker, format, startBroker } from "./broker.js";
import { type Certificate, certificate } from "./certificate.js";
import { classPath } from "./class-path.js";
import { NoBroker } from "./no-broker.js";
import { areFree, freePorts } from "./ports.js";
import { type Credentials, type Ports, serverProperties } from "./settings.js";

export interface ClusterOptions {
  /** 1 or 3, each broker and controller. */
  readonly nodes: 1 | 3;
  /** Where everything lies; default: a temporary directory, gone when it stops. An earlier cluster there is taken up. */
  readonly directory?: string;
  /** Given: also listeners that ask for them, by PLAIN and SCRAM, with and without TLS. */
  readonly credentials?: Credentials;
  /** Of a single node's plain listener; default: a free one. */
  readonly port?: number;
  /** Of a single node: the port clients are told to go to, a proxy's for instance. */
  readonly advertisedPort?: number;
  /** Of each node, megabytes. */
  readonly heapMb?: number;
}

/** A node of the cluster; ports and data stay over its deaths. */
export interface Node {
  readonly kill: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Starts it again; does not wait until it answers. */
  readonly start: () => Promise<void>;
}

/** A Kafka cluster at work. */
export interface Cluster {
  /** host:port, comma separated, of the plain listeners, or of those that ask for credentials. */
  readonly bootstrap: (listener?: "plain" | "sasl" | "tls") => string;
  /** PEM of the certificate that the `tls` listeners show. */
  readonly ca: string | undefined;
  /** By id from 1. */
  readonly node: (id: number) => Node;
  /** Deletes what lies before an offset, as its retention would. */
  readonly deleteBefore: (topic: string, partition: number, offset: bigint) => Promise<void>;
  /** Resolves when every node is known to be alive. Rejects with NoBroker. */
  readonly ready: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** What stays of a cluster between its starts. */
interface Kept {
  readonly clusterId: string;
  readonly ports: readonly Ports[];
}

/** Starts a Kafka cluster in KRaft mode on free ports of the loopback address. Rejects with NoBroker. */
export async function startKafka(options: ClusterOptions): Promise<Cluster> {
  const { credentials, heapMb = options.nodes === 1 ? 384 : 256 } = options;
  const jars = await classPath();
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), "anshi-kafka-")));
  const directories = Array.from({ length: options.nodes }, (_, index) => join(directory, String(index + 1)));
  for (const own of directories) await mkdir(own, { recursive: true });
  const { clusterId, ports } = await keep(directory, options.nodes, options.port);
  const shown: Certificate | undefined = credentials === undefined ? undefined : await certificate(directory);

  await Promise.all(
    directories.map(async (own, index) => {
      const { advertisedPort } = options;
      const settings = { id: index + 1, directory: own, ports, credentials, keyStore: shown, advertisedPort };
      await writeFile(join(own, "server.properties"), serverProperties(settings));
      await format(jars, own, clusterId, credentials);
    }),
  );
  const brokers = new Map<number, Broker>();
  const start = async (id: number): Promise<void> => {
    const own = directories[id - 1];
    if (own === undefined) throw new RangeError(`no node ${id}`);
    if (brokers.get(id)?.isRunning() !== true) brokers.set(id, await startBroker(jars, own, heapMb));
  };
  for (const [index] of directories.entries()) await start(index + 1);

  const cluster: Cluster = {
    bootstrap: (listener = "plain") => ports.map((own) => `127.0.0.1:${own[listener]}`).join(),
    ca: shown?.ca,
    node: (id) => ({
      kill: async () => brokers.get(id)?.kill(),
      stop: async () => brokers.get(id)?.stop(),
      start: () => start(id),
    }),
    deleteBefore: async (topic, partition, offset) => {
      const admin = new Kafka({
        brokers: cluster.bootstrap().split(","),
        logLevel: logLevel.NOTHING,
      }).admin();
      await admin.connect();
      // kafkajs forgets to learn where the partitions are.
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(offset) }] });
      await admin.disconnect();
    },
    ready: () => untilAlive(cluster.bootstrap(), options.nodes, directories, brokers),
    stop: async () => {
      const isKept = options.directory !== undefined;
      await Promise.all([...brokers.values()].map((broker) => (isKept ? broker.stop() : broker.kill())));
      if (!isKept) await rm(directory, { recursive: true, force: true });
    },
  };
  try {
    await cluster.ready();
  } catch (error) {
    await Promise.all([...brokers.values()].map((broker) => broker.kill()));
    throw error;
  }
  return cluster;
}

/** The cluster that lies in a directory, on its ports while they are free, or a new one. */
async function keep(directory: string, nodes: number, port: number | undefined): Promise<Kept> {
  const file = join(directory, "cluster.json");
  const text = await readFile(file, "utf8").catch(() => undefined);
  const known = text === undefined ? undefined : (JSON.parse(text) as Kept);
  if (known !== undefined && (await areFree(known.ports.flatMap((own) => Object.values(own))))) return known;
  const free = await freePorts(nodes * 4);
  const ports = Array.from({ length: nodes }, (_, index) => {
    const [plain = 0, controller = 0, sasl = 0, tls = 0] = free.slice(index * 4);
    return { plain: port ?? plain, controller, sasl, tls };
  });
  // Never with a dash at first: kafka-storage would take it for an option.
  const random = randomBytes(16).toString("base64url").replace(/^-/u, "_");
  const made: Kept = { clusterId: known?.clusterId ?? random, ports };
  // Put in place whole: half a file, left by a kill, would keep the directory from ever starting again.
  await writeFile(`${file}.new`, JSON.stringify(made));
  await rename(`${file}.new`, file);
  return made;
}

const TRIES = 600;

async function untilAlive(
  bootstrap: string,
  nodes: number,
  directories: readonly string[],
  brokers: ReadonlyMap<number, Broker>,
): Promise<void> {
  const kafka = new Kafka({
    brokers: bootstrap.split(","),
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
    connectionTimeout: 1_000,
  });
  for (let tries = 0; tries < TRIES; tries += 1) {
    for (const [id, broker] of brokers) {
      if (broker.isRunning()) continue;
      const log = await readFile(join(directories[id - 1] ?? "", "broker.log"), "utf8").catch(() => "");
      throw new NoBroker("not-started", `Kafka node ${id} ended as it started:\n${log.slice(-2_000)}`);
    }
    const admin = kafka.admin();
    try {
      await admin.connect();
      const { brokers: alive, controller } = await admin.describeCluster();
      if (alive.length === nodes && controller !== null) return;
    } catch {
      // Not yet.
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
    await sleep(100);
  }
  throw new NoBroker("not-started", "Kafka did not answer within a minute");
}
