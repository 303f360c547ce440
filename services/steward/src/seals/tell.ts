import { type LedgerId, tellSeals } from "@anshi/ledger";
import type { KafkaProducer } from "@anshi/runtime/kafka";
import type { Pool } from "pg";
import { sealTextOf } from "./text.js";

export interface TellOptions {
  readonly pool: Pool;
  readonly producer: KafkaProducer;
  readonly topic: string;
}

const AT_ONCE = 500;

/** Tells a topic the seals of a ledger that it was not told yet, in order, each at least once. */
export async function tellTopic(
  { pool, producer, topic }: TellOptions,
  ledger: LedgerId,
  stopping: AbortSignal,
): Promise<void> {
  while (!stopping.aborted) {
    const told = await tellSeals(pool, ledger, topic, AT_ONCE, async (seals) => {
      const messages = seals.map((seal) => ({
        key: ledger,
        headers: { "content-type": "application/json", "seal-number": String(seal.number) },
        value: sealTextOf(ledger, seal),
      }));
      await producer.send(topic, messages);
    });
    if (told < AT_ONCE) return;
  }
}
