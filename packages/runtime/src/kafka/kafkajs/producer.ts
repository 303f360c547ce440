import kafkajs, { type Message, type Producer } from "kafkajs";
import type { Logger } from "../../log.js";
import type { KafkaConnection } from "../connection.js";
import type { KafkaProducer, OutgoingMessage } from "../port.js";
import { client, failureOf, withAdmin } from "./client.js";

const { Partitioners } = kafkajs;

/** How long a topic's partitions are believed. */
const FRESH_MS = 60_000;

/**
 * Sends one partition at a time: where one request carried several and the leader of one of them died, kafkajs has
 * acknowledged messages that no broker had.
 */
export function kafkajsProducer(connection: KafkaConnection, clientId: string, log: Logger): KafkaProducer {
  const kafka = client(connection, clientId, log);
  const partitioner = Partitioners.DefaultPartitioner();
  const known = new Map<string, { readonly partitions: readonly number[]; readonly until: number }>();
  let opening: Promise<Producer> | undefined;

  const open = (): Promise<Producer> => {
    opening ??= (async () => {
      const producer = kafka.producer({ allowAutoTopicCreation: false });
      await producer.connect();
      return producer;
    })();
    return opening;
  };
  // Only the one that failed: sends that fail side by side must not take away what one of them has opened anew.
  const forget = async (old: Promise<Producer> | undefined): Promise<void> => {
    if (old === undefined || old !== opening) return;
    opening = undefined;
    known.clear();
    await old.then((producer) => producer.disconnect()).catch(() => undefined);
  };

  const partitionsOf = async (topic: string): Promise<readonly number[]> => {
    const held = known.get(topic);
    if (held !== undefined && held.until > Date.now()) return held.partitions;
    const { topics } = await withAdmin(kafka, (admin) => admin.fetchTopicMetadata({ topics: [topic] }));
    const partitions = (topics[0]?.partitions ?? []).map(({ partitionId }) => partitionId);
    known.set(topic, { partitions, until: Date.now() + FRESH_MS });
    return partitions;
  };

  return {
    send: async (topic, messages) => {
      const own = open();
      try {
        const producer = await own;
        const partitions = await partitionsOf(topic);
        const metadata = partitions.map((partitionId) => ({ partitionId, leader: 1 }) as never);
        const apart = new Map<number, Message[]>();
        for (const message of messages) {
          const outgoing = toMessage(message);
          const partition = partitioner({ topic, partitionMetadata: metadata, message: outgoing });
          apart.set(partition, [...(apart.get(partition) ?? []), { ...outgoing, partition }]);
        }
        await Promise.all(
          [...apart.values()].map((part) => producer.send({ topic, acks: -1, messages: part })),
        );
      } catch (error) {
        await forget(own);
        throw failureOf(error, connection);
      }
    },
    stop: () => forget(opening),
  };
}

function toMessage({ key, value, headers }: OutgoingMessage): Message {
  return { key, value, ...(headers === undefined ? {} : { headers: { ...headers } }) };
}
