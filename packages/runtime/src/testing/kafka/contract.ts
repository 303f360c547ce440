import { execFileSync } from "node:child_process";
import { type Cluster, startKafka } from "@anshi/kafka-broker";
import { have } from "@anshi/test-tools";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { KafkaAdapter, KafkaConsumer } from "../../kafka/port.js";
import { connectionTo, fresh, freshTopic, type Keeper, keeper, Memory, silent, until } from "./keeper.js";
import { committed, transactions } from "./other-client.js";

/** What every adapter of the Kafka port must do, against a real broker. */
export function contract(name: string, adapter: KafkaAdapter): void {
  describe.skipIf(!have("java", "maven"))(name, () => {
    let cluster: Cluster;
    const running: KafkaConsumer[] = [];
    beforeAll(async () => {
      cluster = await startKafka({ nodes: 1, credentials: { username: "anshi", password: "secret" } });
    });
    afterEach(async () => {
      await Promise.all(running.splice(0).map((consumer) => consumer.stop()));
    });
    afterAll(() => cluster.stop());

    const member = (
      ...[own, ...rest]: Parameters<typeof keeper> extends [unknown, ...infer R] ? R : never
    ): Keeper => {
      const made = keeper(adapter, own, ...rest);
      running.push(made.consumer);
      return made;
    };
    const at = () => ({ connection: connectionTo(cluster.bootstrap()), groupId: fresh("g") });
    const send = async (topic: string, ...texts: readonly string[]): Promise<void> => {
      const producer = adapter.producer(connectionTo(cluster.bootstrap()), "test", silent);
      await producer.send(
        topic,
        texts.map((value) => ({ key: value, value })),
      );
      await producer.stop();
    };
    const numbered = (count: number, from = 0) => Array.from({ length: count }, (_, n) => String(from + n));

    it("delivers what lay there and what comes, in order", async () => {
      const topic = await freshTopic(adapter, cluster.bootstrap());
      await send(topic, ...numbered(500));
      const own = member({ ...at(), topics: [topic], most: 100 });
      await own.consumer.start();
      await until(() => own.taken.length === 500);
      await send(topic, ...numbered(10, 500));
      await until(() => own.taken.length === 510);
      expect(own.texts()).toEqual(numbered(510));
      expect(own.taken.map(({ offset }) => offset)).toEqual(numbered(510).map(BigInt));
      expect(own.consumer.state()).toBe("running");
      expect(own.consumer.trouble()).toBeNull();
    });

    it("starts where it is told, whatever the group committed", async () => {
      const topic = await freshTopic(adapter, cluster.bootstrap());
      await send(topic, ...numbered(20));
      const group = at();
      const first = member({ ...group, topics: [topic] });
      await first.consumer.start();
      await until(() => first.taken.length === 20);
      await first.consumer.stop();
      const memory = new Memory();
      memory.set({ topic, partition: 0 }, 15n);
      const second = member({ ...group, topics: [topic] }, memory);
      await second.consumer.start();
      await until(() => second.taken.length === 5);
      expect(second.texts()).toEqual(numbered(5, 15));
    });

    it("brings a refused batch again, and lets no other partition wait", async () => {
      const topic = await freshTopic(adapter, cluster.bootstrap(), 2);
      await send(topic, ...numbered(40));
      let refusals = 0;
      let isOpen = false;
      const own = member({ ...at(), topics: [topic] }, new Memory(), async ({ partition }) => {
        if (partition !== 0 || isOpen) return;
        refusals += 1;
        throw new Error("not yet");
      });
      await own.consumer.start();
      await until(() => refusals >= 3);
      expect(own.taken.length).toBeGreaterThan(0);
      expect(own.taken.every(({ partition }) => partition === 1)).toBe(true);
      isOpen = true;
      await until(() => own.taken.length === 40);
      expect([...own.texts()].sort()).toEqual(numbered(40).sort());
    });

    it("leaps over what is known to be durable", async () => {
      const topic = await freshTopic(adapter, cluster.bootstrap());
      await send(topic, ...numbered(100));
      const seen: bigint[] = [];
      const own = member({
        ...at(),
        topics: [topic],
        most: 10,
        handle: async ({ messages }) => {
          seen.push(...messages.map(({ offset }) => offset));
          const after = (messages.at(-1)?.offset ?? 0n) + 1n;
          return after < 90n ? 90n : after;
        },
      });
      await own.consumer.start();
      await until(() => seen.includes(99n));
      expect(seen).toEqual([...numbered(10), ...numbered(10, 90)].map(BigInt));
    });

    it("shares the partitions, and takes over those of a member that goes", async () => {
      const topic = await freshTopic(adapter, cluster.bootstrap(), 4);
      const group = at();
      const memory = new Memory();
      const assigned: number[] = [];
      const broken: unknown[] = [];
      const first = member(
        {
          ...group,
          topics: [topic],
          on: {
            rebalanced: (own) => void assigned.push(own.length),
            restarted: (error) => void broken.push(error),
          },
        },
        memory,
      );
      await first.consumer.start();
      expect(assigned.at(-1)).toBe(4);
      const second = member({ ...group, topics: [topic] }, memory);
      await second.consumer.start();
      await until(() => assigned.at(-1) === 2);
      await send(topic, ...numbered(60));
      await until(() => first.taken.length + second.taken.length === 60);
      expect(second.taken.length).toBeGreaterThan(0);
      expect(first.taken.length).toBeGreaterThan(0);
      await second.consumer.stop();
      await send(topic, ...numbered(60, 60));
      await until(() => first.taken.length + second.taken.length === 120);
      expect([...first.texts(), ...second.texts()].sort()).toEqual(numbered(120).sort());
      // What the other read is news to this one, but no fault of the topic.
      expect(broken).toEqual([]);
    });

    it("asks where to read on before it fetches, and again when it is not answered", async () => {
      const topic = await freshTopic(adapter, cluster.bootstrap());
      await send(topic, ...numbered(10));
      const asked: unknown[] = [];
      let taken = 0;
      const own = member({
        ...at(),
        topics: [topic],
        startAt: async (assigned) => {
          asked.push(assigned, taken);
          if (asked.length < 5) throw new Error("away");
          return [{ topic, partition: 0, offset: 7n }];
        },
        handle: async ({ messages }) => {
          taken += messages.length;
          return (messages.at(-1)?.offset ?? 0n) + 1n;
        },
      });
      await own.consumer.start();
      await until(() => taken === 3);
      const once = [[{ topic, partition: 0 }], 0];
      expect(asked).toEqual([...once, ...once, ...once]);
      expect(own.consumer.trouble()).toBeNull();
    });

    it("commits to the group what was handled, and no more", async () => {
      const topic = await freshTopic(adapter, cluster.bootstrap());
      await send(topic, ...numbered(30));
      const group = at();
      let isOpen = false;
      const own = member({ ...group, topics: [topic], most: 10 }, new Memory(), async ({ messages }) => {
        if (!isOpen && (messages[0]?.offset ?? 0n) >= 10n) throw new Error("not yet");
      });
      await own.consumer.start();
      await until(() => own.taken.length === 10);
      await until(async () => (await committed(cluster.bootstrap(), group.groupId, topic)) === 10n);
      isOpen = true;
      await until(async () => (await committed(cluster.bootstrap(), group.groupId, topic)) === 30n);
      expect(own.taken.length).toBe(30);
    });

    it("tells a batch in hand that its partition goes to another", async () => {
      const topic = await freshTopic(adapter, cluster.bootstrap(), 2);
      await send(topic, ...numbered(10));
      const group = at();
      const told: boolean[] = [];
      const first = member({ ...group, topics: [topic] }, new Memory(), async (_batch, gone) => {
        if (told.length > 0) return;
        await new Promise<void>((resolve) => gone.addEventListener("abort", () => resolve()));
        told.push(gone.aborted);
      });
      await first.consumer.start();
      const second = member({ ...group, topics: [topic] });
      await second.consumer.start();
      await until(() => told.length > 0);
      await until(() => second.taken.length > 0);
    });

    it("pauses and goes on", async () => {
      const topic = await freshTopic(adapter, cluster.bootstrap());
      const own = member({ ...at(), topics: [topic] });
      await own.consumer.start();
      await send(topic, "a");
      await until(() => own.taken.length === 1);
      own.consumer.pause();
      expect(own.consumer.state()).toBe("paused");
      await send(topic, "b");
      await until(async () => (await own.consumer.lag())[0]?.lag === 1n);
      expect(own.texts()).toEqual(["a"]);
      own.consumer.resume();
      await until(() => own.taken.length === 2);
      expect(await own.consumer.lag()).toEqual([{ topic, partition: 0, next: 2n, end: 2n, lag: 0n }]);
    });

    it("reads nothing when it was paused before it joined, though a partition has something to wait for", async () => {
      const topic = await freshTopic(adapter, cluster.bootstrap());
      await send(topic, "a");
      let refusals = 0;
      const own = member({ ...at(), topics: [topic] }, new Memory(), async () => {
        refusals += 1;
        if (refusals === 1) throw new Error("not yet");
      });
      own.consumer.pause();
      await own.consumer.start();
      await until(async () => (await own.consumer.lag())[0]?.lag === 1n);
      expect(refusals).toBe(0);
      own.consumer.resume();
      await until(() => refusals === 1);
      own.consumer.pause();
      // The pause after a refusal is a quarter of a second at first.
      for (let asked = 0; asked < 30; asked += 1) await own.consumer.lag();
      expect(refusals).toBe(1);
      own.consumer.resume();
      await until(() => own.taken.length === 1);
    });

    it("leaves out what a transaction took back, and is not behind because of its markers", async () => {
      const topic = await freshTopic(adapter, cluster.bootstrap());
      const own = member({ ...at(), topics: [topic], most: 2 });
      await own.consumer.start();
      await transactions(cluster.bootstrap(), topic, [
        { texts: ["a", "b", "c"], isKept: true },
        { texts: ["d", "e"], isKept: false },
        { texts: ["f"], isKept: false },
        { texts: ["g"], isKept: true },
        { texts: ["h"], isKept: false },
      ]);
      await until(() => own.taken.length === 4);
      await until(async () => (await own.consumer.lag())[0]?.lag === 0n);
      expect(own.texts()).toEqual(["a", "b", "c", "g"]);
      await send(topic, "i");
      await until(() => own.taken.length === 5);
      // Read in one go as well: all of it lies there.
      const late = member({ ...at(), topics: [topic] });
      await late.consumer.start();
      await until(() => late.taken.length === 5);
      expect(late.taken).toEqual(own.taken);
    });

    it("keeps keys, values and headers byte for byte, empty and absent ones too", async () => {
      const topic = await freshTopic(adapter, cluster.bootstrap());
      const producer = adapter.producer(connectionTo(cluster.bootstrap()), "test", silent);
      await producer.send(topic, [{ key: null, value: null }]);
      await producer.send(topic, [{ key: "键", value: "", headers: { ce_id: "数", empty: "" } }]);
      await producer.send(topic, [{ key: Buffer.from([0, 255]), value: Buffer.from([0x80]) }]);
      await producer.stop();
      const own = member({ ...at(), topics: [topic] });
      await own.consumer.start();
      await until(() => own.taken.length === 3);
      const [tombstone, text, bytes] = own.taken;
      expect([tombstone?.key, tombstone?.value, tombstone?.headers.size]).toEqual([null, null, 0]);
      expect([String(text?.key), text?.value?.length]).toEqual(["键", 0]);
      expect(new Map([...(text?.headers ?? [])].map(([key, value]) => [key, String(value)]))).toEqual(
        new Map([
          ["ce_id", "数"],
          ["empty", ""],
        ]),
      );
      expect([bytes?.key, bytes?.value]).toEqual([Buffer.from([0, 255]), Buffer.from([0x80])]);
      expect(Math.abs((text?.timestamp ?? 0) - Date.now())).toBeLessThan(600_000);
    });

    it.skipIf(!have("kcat")).each(["gzip", "snappy", "lz4", "zstd"])(
      "reads %s of another client",
      async (codec) => {
        const topic = await freshTopic(adapter, cluster.bootstrap());
        const lines = numbered(3_000).map((n) => `${n} ${"很长的一行".repeat(20)}`);
        execFileSync("kcat", ["-P", "-b", cluster.bootstrap(), "-t", topic, "-z", codec], {
          input: `${lines.join("\n")}\n`,
        });
        const own = member({ ...at(), topics: [topic] });
        await own.consumer.start();
        await until(() => own.taken.length === lines.length);
        expect(own.texts()).toEqual(lines);
      },
    );

    it("says which topic is missing, and starts when it is made", async () => {
      const topic = fresh("t");
      const own = member({ ...at(), topics: [topic] });
      const started = own.consumer.start();
      await until(() => own.consumer.trouble() !== null);
      expect(own.consumer.trouble()?.code).toBe("unknown-topic");
      await adapter.ensureTopics(
        connectionTo(cluster.bootstrap()),
        [{ topic, partitions: 1, retentionMs: -1 }],
        silent,
      );
      await started;
      expect(own.consumer.trouble()).toBeNull();
    });

    it("says that the credentials are wrong", async () => {
      const topic = await freshTopic(adapter, cluster.bootstrap());
      const sasl = (password: string) => ({
        brokers: cluster.bootstrap("sasl").split(","),
        sasl: { mechanism: "scram-sha-256" as const, username: "anshi", password },
      });
      const wrong = member({ connection: sasl("guess"), groupId: fresh("g"), topics: [topic] });
      void wrong.consumer.start();
      await until(() => wrong.consumer.trouble() !== null);
      expect(wrong.consumer.trouble()?.code).toBe("wrong-credentials");
      expect(wrong.consumer.trouble()?.message).not.toContain("guess");
      const right = member({ connection: sasl("secret"), groupId: fresh("g"), topics: [topic] });
      await right.consumer.start();
      expect(right.consumer.trouble()).toBeNull();
    });

    it("speaks TLS, and to nobody whom the given authority does not vouch for", async () => {
      const topic = await freshTopic(adapter, cluster.bootstrap());
      const { ca } = cluster;
      if (ca === undefined) throw new Error("the cluster shows no certificate");
      const encrypted = (tls: { readonly ca?: string }) => ({
        brokers: cluster.bootstrap("tls").split(","),
        tls,
        sasl: { mechanism: "plain" as const, username: "anshi", password: "secret" },
      });
      const own = member({ connection: encrypted({ ca }), groupId: fresh("g"), topics: [topic] });
      await own.consumer.start();
      expect(own.consumer.trouble()).toBeNull();
      const distrustful = member({ connection: encrypted({}), groupId: fresh("g"), topics: [topic] });
      void distrustful.consumer.start();
      await until(() => distrustful.consumer.trouble() !== null);
      expect(distrustful.consumer.trouble()?.code).toBe("no-broker");
    });

    it("says that no broker answers", async () => {
      const own = member({ connection: { brokers: ["127.0.0.1:1"] }, groupId: "g", topics: ["t"] });
      void own.consumer.start();
      await until(() => own.consumer.trouble() !== null);
      expect(own.consumer.trouble()?.code).toBe("no-broker");
      await expect(own.consumer.lag()).rejects.toMatchObject({ code: "no-broker" });
    });

    it("tells of messages that were deleted before they were read, and goes on behind them", async () => {
      const topic = await freshTopic(adapter, cluster.bootstrap());
      await send(topic, ...numbered(10));
      await cluster.deleteBefore(topic, 0, 6n);
      const memory = new Memory();
      memory.set({ topic, partition: 0 }, 2n);
      const lost: bigint[] = [];
      const own = member(
        {
          ...at(),
          topics: [topic],
          on: { lost: ({ offset }, earliest) => void lost.push(offset, earliest) },
        },
        memory,
      );
      await own.consumer.start();
      await until(() => own.taken.length === 4);
      expect(lost).toEqual([2n, 6n]);
      expect(own.texts()).toEqual(numbered(4, 6));
    });

    it("tells of messages that were deleted while it stood, too", async () => {
      const topic = await freshTopic(adapter, cluster.bootstrap());
      await send(topic, ...numbered(5));
      const lost: bigint[] = [];
      const own = member({
        ...at(),
        topics: [topic],
        on: { lost: ({ offset }, earliest) => void lost.push(offset, earliest) },
      });
      await own.consumer.start();
      await until(() => own.taken.length === 5);
      own.consumer.pause();
      await send(topic, ...numbered(10, 5));
      await cluster.deleteBefore(topic, 0, 12n);
      own.consumer.resume();
      await until(() => own.taken.length === 8);
      expect(lost).toEqual([5n, 12n]);
      expect(own.texts()).toEqual([...numbered(5), ...numbered(3, 12)]);
    });

    it("refuses a topic that ends before what was read of it", async () => {
      const topic = await freshTopic(adapter, cluster.bootstrap());
      const memory = new Memory();
      memory.set({ topic, partition: 0 }, 5n);
      const own = member({ ...at(), topics: [topic] }, memory);
      void own.consumer.start();
      await until(() => own.consumer.trouble() !== null);
      expect(own.consumer.trouble()?.code).toBe("offset-lost");
      expect(own.taken).toEqual([]);
    });

    it("goes on after the broker died and came back", async () => {
      const topic = await freshTopic(adapter, cluster.bootstrap());
      await send(topic, ...numbered(10));
      const own = member({ ...at(), topics: [topic] });
      await own.consumer.start();
      await until(() => own.taken.length === 10);
      await cluster.node(1).kill();
      await cluster.node(1).start();
      await cluster.ready();
      // A broker that is back refuses for a while what it does not lead yet: nothing of that is written.
      await until(async () => {
        try {
          await send(topic, ...numbered(10, 10));
          return true;
        } catch (error) {
          if (!/not the (?:current )?leader/u.test(String(error))) throw error;
          return false;
        }
      });
      await until(() => own.taken.length === 20);
      expect(own.texts()).toEqual(numbered(20));
    });
  });
}
