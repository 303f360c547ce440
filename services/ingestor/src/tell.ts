import { type LedgerId, tellRejections } from "@anshi/ledger";
import type { KafkaProducer } from "@anshi/runtime/kafka";
import type { Pool } from "pg";
import { rejectedMessage } from "./rejected-message.js";

export interface TellOptions {
  readonly pool: Pool;
  readonly ledger: LedgerId;
  readonly producer: KafkaProducer;
  readonly topic: string;
}

const AT_ONCE = 500;

/** Tells the topic of rejections what was refused and not told yet, each at least once. */
export async function tellAll(
  { pool, ledger, producer, topic }: TellOptions,
  stopping: AbortSignal,
): Promise<void> {
  while (!stopping.aborted) {
    const passed = await tellRejections(pool, ledger, topic, AT_ONCE, async (items) => {
      if (items.length > 0)
        await producer.send(
          topic,
          items.map((item) => rejectedMessage(ledger, item)),
        );
    });
    if (passed < AT_ONCE) return;
  }
}
