import type { Library } from "../library.js";
import type { KafkaAdapter, KafkaProducer } from "../port.js";
import { supervised } from "../supervised.js";
import { failureOf } from "./failure-of.js";

// Loaded when it is used: it takes half a second and 35 MB, of every process that imports this package.
const library: Library = {
  openSession: async (...own) => (await import("./session.js")).openSession(...own),
  ends: async (connection, clientId, topics) => {
    const { boundsOf, withClient } = await import("./client.js");
    return withClient(connection, clientId, async (consumer) => {
      const bounds = await boundsOf(consumer, topics);
      return new Map([...bounds].map(([key, { high }]) => [key, high]));
    });
  },
  failureOf,
};

/** The adapter of @platformatic/kafka, which is kept: the way out should kafkajs not do any more. */
export const platformaticAdapter: KafkaAdapter = {
  consumer: (options) => supervised(library, options),
  producer: (...own) => {
    let made: Promise<KafkaProducer> | undefined;
    const make = async () => (await import("./producer.js")).platformaticProducer(...own);
    return {
      send: async (...messages) => {
        made ??= make();
        await (await made).send(...messages);
      },
      stop: async () => (await made)?.stop(),
    };
  },
  ensureTopics: async (connection, plans) =>
    (await import("./topics.js")).ensurePlatformaticTopics(connection, plans),
};
