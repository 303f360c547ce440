import { type Cluster, startKafka } from "@anshi/kafka-broker";
import { loadConfig } from "@anshi/runtime";
import { type KafkaConnection, type KafkaConsumer, kafkaAdapter } from "@anshi/runtime/kafka";
import { connectionTo, fresh, freshTopic, keeper, Memory, silent, until } from "@anshi/runtime/testing/kafka";
import { freePort } from "@anshi/test-postgres/cluster";
import { have } from "@anshi/test-tools";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openProxy, type TcpProxy } from "./support/proxy.js";

const credentials = { username: "anshi", password: "secret" };
const numbered = (count: number, from = 0) => Array.from({ length: count }, (_, n) => String(from + n));

describe.skipIf(!have("java", "maven"))("a Kafka connection that stays open and mute", () => {
  let cluster: Cluster;
  let proxy: TcpProxy;
  const running: KafkaConsumer[] = [];

  beforeAll(async () => {
    const port = await freePort();
    proxy = await openProxy(port, { lingerMs: 3_000 });
    cluster = await startKafka({ nodes: 1, credentials, port, advertisedPort: proxy.port });
  });
  afterEach(async () => {
    proxy.set("pass");
    await Promise.all(running.splice(0).map((consumer) => consumer.stop()));
  });
  afterAll(async () => {
    await cluster?.stop();
    await proxy?.stop();
  });

  describe.each(["kafkajs", "platformatic"])("by the client %s", (name) => {
    const adapter = kafkaAdapter(loadConfig({ ANSHI_KAFKA_CLIENT: name }));
    const proxied = (): string => `127.0.0.1:${proxy.port}`;
    const direct = (): KafkaConnection => ({
      brokers: cluster.bootstrap("sasl").split(","),
      sasl: { mechanism: "scram-sha-512", ...credentials },
    });
    const send = async (topic: string, texts: readonly string[]): Promise<void> => {
      const producer = adapter.producer(direct(), "test", silent);
      await producer.send(
        topic,
        texts.map((value) => ({ key: value, value })),
      );
      await producer.stop();
    };
    const member = (connection: KafkaConnection, groupId: string, topic: string, memory = new Memory()) => {
      const made = keeper(adapter, { connection, groupId, topics: [topic] }, memory);
      running.push(made.consumer);
      return made;
    };

    it("is replaced by the consumer", { timeout: 120_000 }, async () => {
      const topic = await freshTopic(adapter, proxied());
      const own = member(connectionTo(proxied()), fresh("g"), topic);
      await own.consumer.start();
      await send(topic, numbered(10));
      await until(() => own.taken.length === 10);
      // What is open stays mute for good; what is opened after it is not.
      proxy.set("swallow");
      proxy.set("pass");
      await send(topic, numbered(10, 10));
      await until(() => own.taken.length === 20);
      expect(own.texts()).toEqual(numbered(20));
      expect(own.consumer.state()).toBe("running");
    });

    it("costs the consumer its partitions until it is back", { timeout: 180_000 }, async () => {
      const topic = await freshTopic(adapter, proxied(), 4);
      const group = fresh("g");
      const memory = new Memory();
      const mute = member(connectionTo(proxied()), group, topic, memory);
      const heir = member(direct(), group, topic, memory);
      await mute.consumer.start();
      await heir.consumer.start();
      await send(topic, numbered(40));
      await until(() => mute.taken.length + heir.taken.length === 40);
      const before = mute.taken.length;
      expect(before).toBeGreaterThan(0);
      proxy.set("swallow");
      await send(topic, numbered(40, 40));
      await until(() => mute.taken.length + heir.taken.length === 80);
      expect(mute.taken.length).toBe(before);
      await until(() => mute.consumer.trouble() !== null);
      proxy.set("pass");
      await until(
        async () => mute.consumer.state() === "running" && (await mute.consumer.lag()).length === 2,
      );
      await send(topic, numbered(40, 80));
      await until(() => mute.taken.length + heir.taken.length === 120);
      expect([...mute.texts(), ...heir.texts()].sort()).toEqual(numbered(120).sort());
    });

    it("is replaced by the producer", { timeout: 120_000 }, async () => {
      const topic = await freshTopic(adapter, proxied());
      const producer = adapter.producer(connectionTo(proxied()), "test", silent);
      await producer.send(topic, [{ key: null, value: "a" }]);
      proxy.set("swallow");
      proxy.set("pass");
      const insist = async (): Promise<void> => {
        for (let tries = 0; tries < 10; tries += 1) {
          try {
            return await producer.send(topic, [{ key: null, value: "b" }]);
          } catch (error) {
            expect(error).toMatchObject({ name: "KafkaFailure", code: "no-broker" });
          }
        }
        throw new Error("it never got through");
      };
      await insist();
      await producer.stop();
      const own = member(direct(), fresh("g"), topic);
      await own.consumer.start();
      await until(() => own.texts().includes("b"));
      expect(own.texts()[0]).toBe("a");
    });
  });
});
