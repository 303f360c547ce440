import kafkajs from "kafkajs";

// What the port does not do, for the contract suite: by kafkajs itself, whichever adapter is tested.
const other = (bootstrap: string) =>
  new kafkajs.Kafka({ brokers: bootstrap.split(","), logLevel: kafkajs.logLevel.NOTHING });

/** What a group has committed of the first partition of a topic. */
export async function committed(bootstrap: string, groupId: string, topic: string): Promise<bigint> {
  const admin = other(bootstrap).admin();
  await admin.connect();
  const [found] = await admin.fetchOffsets({ groupId, topics: [topic] });
  await admin.disconnect();
  return BigInt(found?.partitions[0]?.offset ?? -1);
}

/** Messages sent together, that count together or not at all. */
export interface Sent {
  readonly texts: readonly string[];
  readonly isKept: boolean;
}

/** Sends each lot in a transaction of its own, one after the other. */
export async function transactions(bootstrap: string, topic: string, lots: readonly Sent[]): Promise<void> {
  const producer = other(bootstrap).producer({
    transactionalId: topic,
    maxInFlightRequests: 1,
    idempotent: true,
  });
  await producer.connect();
  for (const { texts, isKept } of lots) {
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: texts.map((value) => ({ value })) });
    await (isKept ? transaction.commit() : transaction.abort());
  }
  await producer.disconnect();
}
