import kafkajs, { type Admin } from "kafkajs";
import type { Logger } from "../../log.js";
import type { KafkaConnection } from "../connection.js";
import type { TopicFound, TopicPlan } from "../port.js";
import { client, failureOf, withAdmin } from "./client.js";

const { ConfigResourceTypes } = kafkajs;
const RETENTION = "retention.ms";

/** Makes the topics that are missing and says how each is. Topics that exist are left as they are. */
export async function ensureKafkajsTopics(
  connection: KafkaConnection,
  plans: readonly TopicPlan[],
  log: Logger,
): Promise<readonly TopicFound[]> {
  try {
    return await withAdmin(client(connection, "anshi", log), async (admin) => {
      const existing = new Set(await admin.listTopics());
      const missing = plans.filter(({ topic }) => !existing.has(topic));
      if (missing.length > 0)
        await admin.createTopics({
          waitForLeaders: true,
          topics: missing.map(({ topic, partitions, replication, retentionMs }) => ({
            topic,
            numPartitions: partitions,
            replicationFactor: replication ?? -1,
            configEntries: [{ name: RETENTION, value: String(retentionMs) }],
          })),
        });
      return await Promise.all(
        plans.map(async ({ topic }) => ({ ...(await describe(admin, topic)), made: !existing.has(topic) })),
      );
    });
  } catch (error) {
    throw failureOf(error, connection);
  }
}

async function describe(admin: Admin, topic: string): Promise<TopicPlan> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configNames: [RETENTION] }],
  });
  const partitions = topics[0]?.partitions ?? [];
  return {
    topic,
    partitions: partitions.length,
    replication: partitions[0]?.replicas.length ?? 0,
    retentionMs: Number(
      resources[0]?.configEntries.find(({ configName }) => configName === RETENTION)?.configValue,
    ),
  };
}
