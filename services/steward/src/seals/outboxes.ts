import { ledgers } from "@anshi/ledger";
import { type Config, type Logger, type Outbox, startOutbox } from "@anshi/runtime";
import { kafkaAdapter, kafkaConnection, kafkaTopics } from "@anshi/runtime/kafka";
import type { Pool } from "pg";
import { dropSeals } from "./drop.js";
import { tellTopic } from "./tell.js";

/** The ways out for seals that are configured, under way: a directory, a topic, both or none. */
export function sealOutboxes(config: Config, pool: Pool, log: Logger): Outbox {
  const outboxes: Outbox[] = [];
  const ends: (() => Promise<void>)[] = [];
  const directory = config.optional("ANSHI_SEALS_DIR");
  if (directory !== undefined) {
    const send = async (stopping: AbortSignal): Promise<void> => {
      for (const ledger of await ledgers(pool))
        if (!stopping.aborted) await dropSeals(pool, ledger, directory);
    };
    outboxes.push(startOutbox({ what: `seals to ${directory}`, send, log }));
  }
  const connection = kafkaConnection(config);
  if (connection !== undefined) {
    const topic = kafkaTopics(config).seals;
    const producer = kafkaAdapter(config).producer(connection, "anshi-steward", log);
    const send = async (stopping: AbortSignal): Promise<void> => {
      for (const ledger of await ledgers(pool)) await tellTopic({ pool, producer, topic }, ledger, stopping);
    };
    outboxes.push(startOutbox({ what: `seals to ${topic}`, send, log }));
    ends.push(() => producer.stop());
  }
  return {
    wake: () => {
      for (const outbox of outboxes) outbox.wake();
    },
    trouble: () => outboxes.map((outbox) => outbox.trouble()).find((why) => why !== null) ?? null,
    stop: async () => {
      await Promise.all(outboxes.map((outbox) => outbox.stop()));
      for (const end of ends) await end();
    },
  };
}
