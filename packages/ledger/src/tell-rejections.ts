import type { Pool } from "pg";
import type { LedgerId } from "./ledger-id.js";
import { type RecordedRejection, rejections } from "./rejections.js";
import { tellNext } from "./tell-next.js";

/**
 * Hands what was refused at the Kafka door and not told to a topic yet to `tell`; see tellNext. Returns how many rejections it
 * passed.
 */
export async function tellRejections(
  pool: Pool,
  ledger: LedgerId,
  topic: string,
  limit: number,
  tell: (items: readonly RecordedRejection[]) => Promise<void>,
): Promise<number> {
  return tellNext(pool, ledger, topic, {
    read: (client, after) => rejections(client, ledger, { after, limit }),
    tell: (items) => tell(items.filter(({ door }) => door === "kafka")),
  });
}
