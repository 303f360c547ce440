import { type Cluster, startKafka } from "@anshi/kafka-broker";
import { have } from "@anshi/test-tools";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { KafkaAdapter } from "../../kafka/port.js";
import { connectionTo, fresh, freshTopic, keeper, silent, until } from "./keeper.js";

const PARTITIONS = 12;
/** Sends under way at once, and messages of each: enough that every node leads some of them when it dies. */
const AT_ONCE = 4;
const EACH = 25;
/** Messages acknowledged between one death and the next. */
const BETWEEN = 1_500;

/** What the producer of every adapter must do, against three real brokers that die in turn. */
export function producerContract(name: string, adapter: KafkaAdapter): void {
  describe.skipIf(!have("java", "maven"))(name, () => {
    let cluster: Cluster;
    beforeAll(async () => {
      cluster = await startKafka({ nodes: 3 });
    });
    afterAll(() => cluster?.stop());

    it("acknowledges nothing that the death of a leader takes", { timeout: 300_000 }, async () => {
      const connection = connectionTo(cluster.bootstrap());
      const topic = await freshTopic(adapter, cluster.bootstrap(), PARTITIONS);
      const producer = adapter.producer(connection, "test", silent);
      const acknowledged = new Set<string>();
      let sent = 0;
      let refused = 0;
      let isOver = false;
      const produce = async (): Promise<void> => {
        while (!isOver) {
          const texts = Array.from({ length: EACH }, () => String(sent++));
          try {
            await producer.send(
              topic,
              texts.map((value) => ({ key: value, value })),
            );
            for (const text of texts) acknowledged.add(text);
          } catch {
            refused += 1;
          }
        }
      };
      const producing = Array.from({ length: AT_ONCE }, produce);
      for (const id of [1, 2, 3]) {
        const before = acknowledged.size;
        await until(() => acknowledged.size > before + BETWEEN);
        await cluster.node(id).kill();
        const then = acknowledged.size;
        await until(() => acknowledged.size > then + BETWEEN);
        await cluster.node(id).start();
        await cluster.ready();
      }
      isOver = true;
      await Promise.all(producing);
      await producer.stop();

      const own = keeper(adapter, { connection, groupId: fresh("g"), topics: [topic] });
      await own.consumer.start();
      await until(async () => (await own.consumer.lag()).every(({ lag }) => lag === 0n));
      await own.consumer.stop();
      const found = new Set(own.texts());
      expect([...acknowledged].filter((text) => !found.has(text))).toEqual([]);
      expect(acknowledged.size).toBeGreaterThan(6 * BETWEEN);
      expect(refused).toBeLessThan(sent / EACH / 2);
    });
  });
}
