import { ConnectionPool, Consumer } from "@platformatic/kafka";
import type { Session } from "../library.js";
import { pauseAfter } from "../pauses.js";
import type { ConsumerOptions, KafkaMessage, PartitionOffset, TopicPartition } from "../port.js";
import { type Progress, partitionKey } from "../progress.js";
import { Turns } from "../turns.js";
import { Waits } from "../waits.js";
import { whereToRead } from "../where-to-read.js";
import { within } from "../within.js";
import { boundsOf, isOf, LEADER_MS, settings } from "./client.js";
import { type Fetched, fetchFrom } from "./fetch.js";
import { recordsFrom } from "./records.js";

const MOST = 1_000;
const SESSION_MS = 10_000;
const CLOSE_MS = 5_000;
/** Batches of partitions handled at once: while some are stored, together, the next are decoded. */
const AT_ONCE = 12;
/** The library has no time limit of its own for joining, which takes as long as the slowest member: the session's at most. */
const JOIN_GRACE_MS = 2_000;

/**
 * Joins the group; resolves when partitions were assigned for the first time and their offsets are known. Membership is the
 * library's; fetching is done here, because its stream of messages knows no single partition that waits. Rejects with
 * whatever the library threw.
 */
export async function openSession(
  options: ConsumerOptions,
  progress: Progress,
  isPausedAtFirst: () => boolean,
): Promise<Session> {
  const { connection, clientId, groupId, topics, handle, on, log, most = MOST } = options;
  const { sessionTimeoutMs = SESSION_MS } = options;
  const own = settings(connection, clientId);
  const consumer = new Consumer({
    ...own,
    requestTimeout: Math.max(own.requestTimeout ?? 0, sessionTimeoutMs + JOIN_GRACE_MS),
    groupId,
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: sessionTimeoutMs,
    heartbeatInterval: Math.floor(sessionTimeoutMs / 4),
  });
  // Of its own: on a connection requests are answered one after the other, and a fetch may take its time.
  const pool = new ConnectionPool(clientId, own);
  const next = new Map<string, PartitionOffset>();
  const failures = new Map<string, number>();
  /** Partitions that nothing is known to lie in wait of, by key: to be asked for. */
  const idle = new Set<string>();
  /** Nodes that have yet to answer. */
  const asking = new Set<number>();
  const working = new Set<Promise<void>>();
  const waits = new Waits();
  const turns = new Turns(AT_ONCE);
  let generation = new AbortController();
  let isOver = false;
  let isPaused = isPausedAtFirst();

  let fail: (error: unknown) => void = () => undefined;
  const broken = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  broken.catch(() => undefined);
  let settled: () => void = () => undefined;
  const firstSettled = new Promise<void>((resolve) => {
    settled = resolve;
  });

  /** Asks each leader that has answered for those of its partitions that are idle. */
  const pump = async ({ signal: gone }: AbortController): Promise<void> => {
    if (idle.size === 0) return;
    const { topics: known } = await consumer.metadata({ topics: [...topics] });
    if (isOver || isPaused || gone.aborted) return;
    const byLeader = new Map<number, PartitionOffset[]>();
    for (const key of idle) {
      const place = next.get(key);
      if (place === undefined) continue;
      const leader = known.get(place.topic)?.partitions[place.partition]?.leader ?? -1;
      byLeader.set(leader, [...(byLeader.get(leader) ?? []), place]);
    }
    if (byLeader.delete(-1)) void refresh();
    for (const [leader, places] of byLeader) {
      if (asking.has(leader)) continue;
      asking.add(leader);
      for (const place of places) idle.delete(partitionKey(place));
      ask(leader, places, gone).then(kick, (error: unknown) => {
        if (!gone.aborted) fail(error);
      });
    }
  };
  const kick = (): void => {
    const current = generation;
    pump(current).catch((error: unknown) => {
      if (!current.signal.aborted) fail(error);
    });
  };
  const refresh = async (): Promise<void> => {
    await waits.for(LEADER_MS);
    consumer.clearMetadata();
    kick();
  };

  const ask = async (
    leader: number,
    places: readonly PartitionOffset[],
    gone: AbortSignal,
  ): Promise<void> => {
    let fetched: readonly Fetched[] = [];
    try {
      fetched = await fetchFrom(consumer, pool, leader, places);
      progress.noteFetch();
    } catch (error) {
      if (!isOf(error, "hasStaleMetadata") || gone.aborted) throw error;
      await waits.for(LEADER_MS);
      consumer.clearMetadata();
    } finally {
      asking.delete(leader);
    }
    if (gone.aborted) return;
    const found = new Map(fetched.map((each) => [partitionKey(each), each]));
    for (const place of places) {
      const key = partitionKey(place);
      const answer = found.get(key);
      if (answer === undefined || isPaused) {
        idle.add(key);
        continue;
      }
      const { messages, after } = recordsFrom(answer, place.offset);
      if (messages.length > 0) work(place, messages, after, answer.highWatermark);
      else {
        next.set(key, { ...place, offset: after });
        idle.add(key);
      }
    }
  };

  /** Has messages handled in parts; the partition is asked for again when all were, or when it has waited after a refusal. */
  const work = (
    { topic, partition }: TopicPartition,
    messages: readonly KafkaMessage[],
    after: bigint,
    highWatermark: bigint,
  ): void => {
    const place = { topic, partition };
    const key = partitionKey(place);
    const current = generation;
    const { signal: gone } = current;
    const goOn = (): void => {
      if (isOver || gone.aborted) return;
      idle.add(key);
      kick();
    };
    const parts = async (): Promise<void> => {
      for (let from = 0; from < messages.length; from += most) {
        if (isOver || gone.aborted) return;
        const chunk = messages.slice(from, from + most);
        const last = (chunk.at(-1)?.offset ?? 0n) + 1n;
        progress.noteHanded(key);
        let reached: bigint;
        try {
          reached = await handle({ ...place, messages: chunk, highWatermark }, gone);
        } catch (error) {
          if (isOver || gone.aborted) return;
          progress.noteRefused(key);
          const failed = (failures.get(key) ?? 0) + 1;
          failures.set(key, failed);
          const again = pauseAfter(failed);
          log.warn({ err: error, partition: key, again }, "a batch was not taken; it comes again");
          void waits.for(again).then(goOn);
          return;
        }
        if (isOver || gone.aborted) return;
        progress.noteDone(key);
        failures.delete(key);
        const isWhole = reached === last;
        const isLast = from + most >= messages.length;
        next.set(key, { ...place, offset: isWhole && isLast ? after : reached });
        await consumer.commit({ offsets: [{ ...place, offset: reached, leaderEpoch: -1 }] });
        if (!isWhole) break;
      }
      goOn();
    };
    const done = turns.take(parts).catch((error: unknown) => {
      // The group has other plans: the library joins it anew at the next heartbeat.
      if (isOf(error, "needsRejoin")) current.abort();
      else if (!gone.aborted) fail(error);
    });
    working.add(done);
    void done.finally(() => working.delete(done));
  };

  const begin = (): void => {
    if (isOver) return;
    generation.abort();
    generation = new AbortController();
    const { signal: gone } = generation;
    const assigned = (consumer.assignments ?? []).flatMap(({ topic, partitions }) =>
      partitions.map((partition) => ({ topic, partition })),
    );
    progress.noteAssigned();
    failures.clear();
    next.clear();
    idle.clear();
    on?.rebalanced?.(assigned);
    const bounds = () => boundsOf(consumer, topics);
    whereToRead({ options, progress, waits, bounds }, assigned, gone).then(
      (places) => {
        if (places === undefined) return;
        for (const place of places) {
          next.set(partitionKey(place), place);
          idle.add(partitionKey(place));
        }
        settled();
        kick();
        idling(gone);
      },
      (error: unknown) => {
        if (!gone.aborted) fail(error);
      },
    );
  };

  /** With nothing to fetch there is nothing that could fail: that is progress, too. */
  const idling = (gone: AbortSignal): void => {
    if (isOver || gone.aborted || next.size > 0) return;
    progress.noteFetch();
    void waits.for(LEADER_MS).then(() => idling(gone));
  };

  consumer.on("consumer:group:join", begin);
  consumer.on("consumer:group:rebalance", () => generation.abort());
  consumer.on("consumer:heartbeat:error", ({ error }) => fail(error));
  consumer.on("error", (error: Error) => fail(error));

  const close = async (): Promise<void> => {
    isOver = true;
    generation.abort();
    waits.end();
    const leave = async (): Promise<void> => {
      await Promise.all(working);
      await Promise.allSettled([consumer.close(true), pool.close()]);
    };
    await within(CLOSE_MS, leave());
  };
  try {
    consumer.topics.trackAll(...topics);
    await Promise.race([consumer.joinGroup(), broken]);
    await Promise.race([firstSettled, broken]);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    broken,
    assigned: () => [...next.values()],
    pause: () => {
      isPaused = true;
    },
    resume: () => {
      isPaused = false;
      kick();
    },
    close,
  };
}
