import { type ConnectionPool, type Consumer, type fetchV17, kGetApi } from "@platformatic/kafka";
import type { PartitionOffset, TopicPartition } from "../port.js";

const MAX_WAIT_MS = 250;
const MIN_BYTES = 1;
const MAX_BYTES = 8_388_608;
const MAX_BYTES_OF_PARTITION = 1_048_576;
const READ_COMMITTED = 1;
const UNKNOWN_EPOCH = -1;

export type Fetched = TopicPartition & Omit<fetchV17.FetchResponsePartition, "partitionIndex">;

type FetchApi = {
  readonly async: (connection: unknown, ...request: fetchV17.FetchRequest) => Promise<fetchV17.FetchResponse>;
};

/**
 * Asks the leader of some partitions for what lies at their offsets; waits a little when there is nothing. Not by the
 * library's own `fetch`, whose filter of transactions throws where nobody can catch it. Rejects with the library's errors.
 */
export async function fetchFrom(
  consumer: Consumer,
  pool: ConnectionPool,
  leader: number,
  places: readonly PartitionOffset[],
): Promise<readonly Fetched[]> {
  const names = [...new Set(places.map(({ topic }) => topic))];
  const { brokers, topics } = await consumer.metadata({ topics: names });
  const broker = brokers.get(leader);
  if (broker === undefined) throw new Error(`Kafka's node ${leader} is not known`);
  const byId = new Map([...topics].map(([topic, { id }]) => [id, topic]));
  const connection = await pool.get(broker);
  const api = await new Promise<FetchApi>((resolve, reject) => {
    consumer[kGetApi]<fetchV17.FetchRequest, fetchV17.FetchResponse>("Fetch", (error, found) => {
      if (error) reject(error);
      else resolve(found as unknown as FetchApi);
    });
  });
  const asked = [...byId].map(([topicId, topic]) => ({
    topicId,
    partitions: places
      .filter((place) => place.topic === topic)
      .map(({ partition, offset }) => ({
        partition,
        currentLeaderEpoch: UNKNOWN_EPOCH,
        fetchOffset: offset,
        lastFetchedEpoch: UNKNOWN_EPOCH,
        partitionMaxBytes: MAX_BYTES_OF_PARTITION,
      })),
  }));
  const limits = [MAX_WAIT_MS, MIN_BYTES, MAX_BYTES, READ_COMMITTED] as const;
  const { responses } = await api.async(connection, ...limits, 0, 0, asked, [], "");
  return responses.flatMap(({ topicId, partitions }) =>
    partitions.map(({ partitionIndex, ...own }) => ({
      topic: byId.get(topicId) ?? "",
      partition: partitionIndex,
      ...own,
    })),
  );
}
