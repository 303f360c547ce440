import type { Pool } from "pg";
import { asUnavailable } from "./errors.js";
import type { LedgerId } from "./ledger-id.js";
import { type RecordedRejection, rejections } from "./rejections.js";
import { inTransaction } from "./session.js";

/**
 * Hands what was refused at the Kafka door and not told to a topic yet to `tell`, in order, at most `limit`; remembers them as
 * told when it resolves. One at a time over all processes: an instance that finds another at it does nothing. What `tell`
 * was given before the process died is given again. Returns how many rejections it passed.
 */
export async function tellRejections(
  pool: Pool,
  ledger: LedgerId,
  topic: string,
  limit: number,
  tell: (items: readonly RecordedRejection[]) => Promise<void>,
): Promise<number> {
  try {
    return await inTransaction(pool, async (client) => {
      await client.query(
        "insert into intake.told (ledger, topic, number) values ($1, $2, 0) on conflict (ledger, topic) do nothing",
        [ledger, topic],
      );
      const { rows } = await client.query<{ readonly number: string }>(
        "select number from intake.told where ledger = $1 and topic = $2 for update skip locked",
        [ledger, topic],
      );
      const [held] = rows;
      if (held === undefined) return 0;
      const found = await rejections(client, ledger, { after: BigInt(held.number), limit });
      const last = found.at(-1);
      if (last === undefined) return 0;
      await tell(found.filter(({ door }) => door === "kafka"));
      await client.query("update intake.told set number = $3 where ledger = $1 and topic = $2", [
        ledger,
        topic,
        last.number,
      ]);
      return found.length;
    });
  } catch (error) {
    throw asUnavailable(error);
  }
}
