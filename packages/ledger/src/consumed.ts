import type { Pool } from "pg";
import { type AppendContext, type AppendOutcome, shareOut, storeIn } from "./append.js";
import { asUnavailable } from "./errors.js";
import type { LedgerId } from "./ledger-id.js";
import type { NewEvent } from "./new-event.js";
import type { Queryable } from "./queryable.js";
import type { RejectedMessage } from "./rejected-message.js";
import { inTransaction } from "./session.js";

/** A partition of a topic. */
export interface ConsumedPartition {
  readonly topic: string;
  readonly partition: number;
}

/** Where the next message lies. */
export interface ConsumedOffset extends ConsumedPartition {
  readonly offset: bigint;
}

/** A message as it was decoded. */
export type ConsumedMessage = { readonly offset: bigint } & (
  | { readonly event: NewEvent }
  | { readonly rejected: RejectedMessage }
);

/** What became of a run of messages. */
export interface ConsumedOutcome extends Pick<AppendOutcome, "accepted" | "duplicates" | "conflicts"> {
  /** The next message that is not in the ledger yet. */
  readonly next: bigint;
  /** Messages that were delivered again: they are in the ledger already. */
  readonly redelivered: number;
}

/**
 * Appends messages of one partition, in order of their offsets and without gaps that hold messages, and moves its offset in
 * the same transaction. Messages before the offset are in the ledger already and are left out, whoever delivers them again: a
 * consumer that lost the partition and does not know it does no harm. Rejects with LedgerUnavailable as `append` does.
 */
export async function appendConsumed(
  pool: Pool,
  ledger: LedgerId,
  own: ConsumedPartition,
  messages: readonly ConsumedMessage[],
  context: Omit<AppendContext, "door" | "keep" | "origin">,
): Promise<ConsumedOutcome> {
  const first = messages[0]?.offset ?? 0n;
  try {
    return await inTransaction(pool, async (client) => {
      const reached = await take(client, ledger, own, first);
      const fresh = messages.filter(({ offset }) => offset >= reached);
      const last = fresh.at(-1)?.offset;
      const redelivered = messages.length - fresh.length;
      if (last === undefined) return { ...nothing, next: reached, redelivered };
      const events = fresh.flatMap((message) => ("event" in message ? [message.event] : []));
      const rejected = fresh.flatMap((message) => ("rejected" in message ? [message.rejected] : []));
      const stored = await storeIn(client, ledger, events, rejected, { ...context, door: "kafka" });
      await client.query(
        `update intake.consumed set next_offset = $4, moved_at = clock_timestamp()
          where ledger = $1 and topic = $2 and partition = $3`,
        [ledger, own.topic, own.partition, last + 1n],
      );
      const { accepted, duplicates, conflicts } = shareOut(events, stored);
      return { accepted, duplicates, conflicts, next: last + 1n, redelivered };
    });
  } catch (error) {
    throw asUnavailable(error);
  }
}

const nothing = { accepted: 0, duplicates: 0, conflicts: [] } as const;

/** Claims the partition until the transaction ends; where it stands, or `first` when nothing of it was ever read. */
async function take(
  db: Queryable,
  ledger: LedgerId,
  { topic, partition }: ConsumedPartition,
  first: bigint,
): Promise<bigint> {
  const { rows } = await db.query<{ readonly next_offset: string }>(
    `insert into intake.consumed as held (ledger, topic, partition, next_offset) values ($1, $2, $3, $4)
         on conflict (ledger, topic, partition) do update set next_offset = held.next_offset
     returning next_offset`,
    [ledger, topic, partition, first],
  );
  return BigInt(rows[0]?.next_offset ?? first);
}

/** How far the partitions of topics are in the ledger; those never read are missing. */
export async function consumedOffsets(
  db: Queryable,
  ledger: LedgerId,
  topics: readonly string[],
): Promise<readonly ConsumedOffset[]> {
  const { rows } = await db.query<{ topic: string; partition: number; next_offset: string }>(
    "select topic, partition, next_offset from intake.consumed where ledger = $1 and topic = any ($2)",
    [ledger, topics],
  );
  return rows.map(({ topic, partition, next_offset }) => ({ topic, partition, offset: BigInt(next_offset) }));
}

/** Forgets how far a topic was read, as when it was made anew: it is read from its start, and what is known is recognised. */
export async function forgetConsumed(db: Queryable, ledger: LedgerId, topic: string): Promise<number> {
  const { rowCount } = await db.query("delete from intake.consumed where ledger = $1 and topic = $2", [
    ledger,
    topic,
  ]);
  return rowCount ?? 0;
}
