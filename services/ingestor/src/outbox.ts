import { type LedgerId, tellRejections } from "@anshi/ledger";
import type { Logger } from "@anshi/runtime";
import type { KafkaProducer } from "@anshi/runtime/kafka";
import type { Pool } from "pg";
import { rejectedMessage } from "./rejected-message.js";

export interface OutboxDeps {
  readonly pool: Pool;
  readonly ledger: LedgerId;
  readonly producer: KafkaProducer;
  readonly topic: string;
  readonly log: Logger;
}

/** Tells the topic of rejections what was refused, each at least once. */
export interface Outbox {
  /** There may be something to tell. */
  readonly wake: () => void;
  /** Why it cannot tell; null when it can. */
  readonly trouble: () => string | null;
  readonly stop: () => Promise<void>;
}

const AT_ONCE = 500;
const EVERY_MS = 5_000;

/** Starts telling. Whoever is woken looks; others' refusals are found by looking every few seconds. */
export function startOutbox({ pool, ledger, producer, topic, log }: OutboxDeps): Outbox {
  let isStopped = false;
  let trouble: string | null = null;
  let running: Promise<void> | undefined;
  let again = false;

  const pass = async (): Promise<void> => {
    try {
      do {
        again = false;
        while (!isStopped) {
          const passed = await tellRejections(pool, ledger, topic, AT_ONCE, async (items) => {
            if (items.length > 0)
              await producer.send(
                topic,
                items.map((item) => rejectedMessage(ledger, item)),
              );
          });
          if (passed < AT_ONCE) break;
        }
      } while (again && !isStopped);
      trouble = null;
    } catch (error) {
      trouble = error instanceof Error ? error.message : String(error);
      log.warn({ err: error, topic }, "rejections could not be told; trying again");
    }
  };
  const wake = (): void => {
    again = true;
    if (running !== undefined || isStopped) return;
    running = pass().finally(() => {
      running = undefined;
    });
  };
  const timer = setInterval(wake, EVERY_MS);
  wake();
  return {
    wake,
    trouble: () => trouble,
    stop: async () => {
      isStopped = true;
      clearInterval(timer);
      await running;
      await producer.stop();
    },
  };
}
