import { setTimeout as sleep } from "node:timers/promises";
import { Admin } from "@platformatic/kafka";
import type { KafkaConnection } from "../connection.js";
import { KafkaFailure } from "../failure.js";
import type { TopicFound, TopicPlan } from "../port.js";
import { settings } from "./client.js";
import { failureOf } from "./failure-of.js";

const RETENTION = "retention.ms";
/** The number of a topic among the kinds of resources that have settings. */
const TOPIC = 2;
const EVERY_MS = 100;
const TRIES = 100;

/** Makes the topics that are missing and says how each is. Topics that exist are left as they are. */
export async function ensurePlatformaticTopics(
  connection: KafkaConnection,
  plans: readonly TopicPlan[],
): Promise<readonly TopicFound[]> {
  const admin = new Admin(settings(connection, "anshi"));
  admin.on("error", () => undefined);
  try {
    const existing = new Set(await admin.listTopics());
    for (const { topic, partitions, replication, retentionMs } of plans)
      if (!existing.has(topic))
        await admin.createTopics({
          topics: [topic],
          partitions,
          replicas: replication ?? -1,
          configs: [{ name: RETENTION, value: String(retentionMs) }],
        });
    const found: TopicFound[] = [];
    for (const { topic } of plans)
      found.push({ ...(await describe(admin, topic)), made: !existing.has(topic) });
    return found;
  } catch (error) {
    throw failureOf(error, connection);
  } finally {
    await admin.close().catch(() => undefined);
  }
}

async function describe(admin: Admin, topic: string): Promise<TopicPlan> {
  const partitions = await led(admin, topic);
  const [own] = await admin.describeConfigs({
    resources: [{ resourceType: TOPIC, resourceName: topic, configurationKeys: [RETENTION] }],
  });
  return {
    topic,
    partitions: partitions.length,
    replication: partitions[0]?.replicas.length ?? 0,
    retentionMs: Number(own?.configs.find(({ name }) => name === RETENTION)?.value),
  };
}

/** The topic's partitions when each has a leader: a new topic has them a little later. */
async function led(admin: Admin, topic: string) {
  for (let tries = 1; ; tries += 1) {
    try {
      const { topics } = await admin.metadata({ topics: [topic], forceUpdate: true });
      const partitions = topics.get(topic)?.partitions ?? [];
      if (partitions.length > 0 && partitions.every(({ leader }) => leader >= 0)) return partitions;
    } catch (error) {
      if (tries === TRIES) throw error;
    }
    if (tries === TRIES) throw new KafkaFailure("kafka-failed", `the partitions of ${topic} have no leader`);
    await sleep(EVERY_MS);
  }
}
