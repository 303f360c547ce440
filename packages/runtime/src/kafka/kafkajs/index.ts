import type { Library } from "../library.js";
import type { KafkaAdapter } from "../port.js";
import { supervised } from "../supervised.js";
import { client, failureOf, withAdmin } from "./client.js";
import { boundsOf } from "./offsets.js";
import { kafkajsProducer } from "./producer.js";
import { openSession } from "./session.js";
import { ensureKafkajsTopics } from "./topics.js";

const library: Library = {
  openSession: (options, ...rest) =>
    openSession(client(options.connection, options.clientId, options.log), options, ...rest),
  ends: (connection, clientId, topics, log) =>
    withAdmin(client(connection, clientId, log), async (admin) => {
      const bounds = await boundsOf(admin, topics);
      return new Map([...bounds].map(([key, { high }]) => [key, high]));
    }),
  failureOf,
};

/** The adapter of kafkajs. */
export const kafkajsAdapter: KafkaAdapter = {
  consumer: (options) => supervised(library, options),
  producer: kafkajsProducer,
  ensureTopics: ensureKafkajsTopics,
};
