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

/** Messages of one partition, in order of their offsets and without gaps that hold messages. */
export interface ConsumedRun extends ConsumedPartition {
  readonly messages: readonly ConsumedMessage[];
}

/** What became of a run. */
export interface ConsumedOutcome extends Pick<AppendOutcome, "accepted" | "duplicates" | "conflicts"> {
  /** The next message that is not in the ledger yet. */
  readonly next: bigint;
  /** Messages that were delivered again: they are in the ledger already. */
  readonly redelivered: number;
}

/**
 * Appends runs of messages in one transaction, and in it moves each partition's offset; answers each run in its order.
 * Messages before the offset are in the ledger already and are left out, whoever delivers them again: a
 * consumer that lost the partition and does not know it does no harm. Rejects with LedgerUnavailable as `append` does.
 */
export async function appendConsumed(
  pool: Pool,
  ledger: LedgerId,
  runs: readonly ConsumedRun[],
  context: Omit<AppendContext, "door" | "keep" | "origin">,
): Promise<readonly ConsumedOutcome[]> {
  try {
    return await inTransaction(pool, async (client) => {
      const reached = await claim(client, ledger, runs);
      const fresh = runs.map((run) => freshOf(run, reached));
      const events = fresh.map(({ messages }) =>
        messages.flatMap((each) => ("event" in each ? [each.event] : [])),
      );
      const rejected = fresh.flatMap(({ messages }) =>
        messages.flatMap((each) => ("rejected" in each ? [each.rejected] : [])),
      );
      if (fresh.every(({ messages }) => messages.length === 0))
        return fresh.map(({ next, redelivered }) => ({ ...nothing, next, redelivered }));
      const stored = await storeIn(client, ledger, events.flat(), rejected, { ...context, door: "kafka" });
      await move(client, ledger, runs, reached);
      let start = 0;
      return fresh.map(({ next, redelivered }, index) => {
        const own = events[index] ?? [];
        const { accepted, duplicates, conflicts } = shareOut(own, stored, start);
        start += own.length;
        return { accepted, duplicates, conflicts, next, redelivered };
      });
    });
  } catch (error) {
    throw asUnavailable(error);
  }
}

const nothing = { accepted: 0, duplicates: 0, conflicts: [] } as const;

/** Where each partition stands, by its name. */
type Reached = Map<string, bigint>;

const nameOf = ({ topic, partition }: ConsumedPartition): string => `${topic}/${partition}`;

/** A run's messages that are not in the ledger; two runs may be of one partition, and the later one goes on after the earlier. */
function freshOf(run: ConsumedRun, reached: Reached) {
  const from = reached.get(nameOf(run)) ?? 0n;
  const messages = run.messages.filter(({ offset }) => offset >= from);
  const last = messages.at(-1)?.offset;
  const next = last === undefined ? from : last + 1n;
  reached.set(nameOf(run), next);
  return { messages, next, redelivered: run.messages.length - messages.length };
}

/**
 * Claims the partitions until the transaction ends, in one order, so that no two wait for each other; where each stands, or the first
 * message given when nothing of it was ever read.
 */
async function claim(db: Queryable, ledger: LedgerId, runs: readonly ConsumedRun[]): Promise<Reached> {
  const own = distinct(runs);
  const { rows } = await db.query<{ topic: string; partition: number; next_offset: string }>(
    `insert into intake.consumed as held (ledger, topic, partition, next_offset)
     select $1, topic, partition, first from unnest($2::text[], $3::integer[], $4::bigint[]) as run (topic, partition, first)
      order by topic collate "C", partition
         on conflict (ledger, topic, partition) do update set next_offset = held.next_offset
     returning topic, partition, next_offset`,
    [
      ledger,
      own.map(({ topic }) => topic),
      own.map(({ partition }) => partition),
      own.map(({ messages }) => messages[0]?.offset ?? 0n),
    ],
  );
  return new Map(rows.map((row) => [nameOf(row), BigInt(row.next_offset)]));
}

async function move(
  db: Queryable,
  ledger: LedgerId,
  runs: readonly ConsumedRun[],
  reached: Reached,
): Promise<void> {
  const own = distinct(runs);
  await db.query(
    `update intake.consumed as held set next_offset = run.next, moved_at = clock_timestamp()
       from unnest($2::text[], $3::integer[], $4::bigint[]) as run (topic, partition, next)
      where held.ledger = $1 and held.topic = run.topic and held.partition = run.partition`,
    [
      ledger,
      own.map(({ topic }) => topic),
      own.map(({ partition }) => partition),
      own.map((run) => reached.get(nameOf(run)) ?? 0n),
    ],
  );
}

/** The first run of each partition. */
function distinct(runs: readonly ConsumedRun[]): readonly ConsumedRun[] {
  return [...new Map(runs.toReversed().map((run) => [nameOf(run), run])).values()];
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
