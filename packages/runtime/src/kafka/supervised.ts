import { setTimeout as sleep } from "node:timers/promises";
import { KafkaFailure } from "./failure.js";
import type { Library, Session } from "./library.js";
import { pauseAfter } from "./pauses.js";
import type { ConsumerOptions, ConsumerState, KafkaConsumer } from "./port.js";
import { Progress, partitionKey } from "./progress.js";

const STALLED_MS = 20_000;
const WATCH_MS = 1_000;
/** A session that lasted so long was a good one: the next failure is the first again. */
const LASTED_MS = 30_000;

/** A consumer that makes a new session after any failure: the libraries' own restarts have left consumers standing. */
export function supervised(library: Library, options: ConsumerOptions): KafkaConsumer {
  const { connection, clientId, log, topics, on, stalledAfterMs = STALLED_MS } = options;
  const progress = new Progress(Date.now);
  const stopping = new AbortController();
  let session: Session | undefined;
  let state: ConsumerState = "starting";
  let isPaused = false;
  let trouble: KafkaFailure | null = null;
  let supervising: Promise<void> | undefined;
  let joined: () => void = () => undefined;
  const firstJoin = new Promise<void>((resolve) => {
    joined = resolve;
  });

  /** Rejects when the brokers leave a session without an answer. */
  const unanswered = async (over: AbortSignal): Promise<never> => {
    for (;;) {
      await sleep(WATCH_MS, undefined, { signal: over });
      if (!isPaused && progress.isUnanswered(stalledAfterMs))
        throw new KafkaFailure(
          "stalled",
          `nothing was fetched for ${stalledAfterMs / 1_000} s; a new consumer is made`,
        );
    }
  };

  /** One session, to its end. */
  const attend = async (): Promise<void> => {
    const over = new AbortController();
    const signal = AbortSignal.any([over.signal, stopping.signal]);
    try {
      progress.noteBegun();
      const opening = library.openSession(options, progress, () => isPaused);
      // One that opens after it was given up is closed at once.
      opening.then(
        (late) => (signal.aborted ? late.close() : undefined),
        () => undefined,
      );
      session = await Promise.race([opening, unanswered(signal)]);
      trouble = null;
      state = isPaused ? "paused" : "running";
      joined();
      await Promise.race([session.broken, unanswered(signal)]);
    } finally {
      over.abort();
      await session?.close();
      session = undefined;
    }
  };

  const supervise = async (): Promise<void> => {
    for (let failed = 0; !stopping.signal.aborted; ) {
      const began = Date.now();
      try {
        await attend();
      } catch (error) {
        if (stopping.signal.aborted) break;
        trouble = library.failureOf(error, connection);
        state = "restarting";
        failed = Date.now() - began > LASTED_MS ? 1 : failed + 1;
        const pause = pauseAfter(failed);
        log.error({ err: error, code: trouble.code, again: pause }, trouble.message);
        on?.restarted?.(error);
        await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
    state = "stopped";
    joined();
  };

  return {
    start: () => {
      supervising ??= supervise();
      return firstJoin;
    },
    pause: () => {
      isPaused = true;
      if (state === "running") state = "paused";
      session?.pause();
    },
    resume: () => {
      isPaused = false;
      progress.noteFetch();
      if (state === "paused") state = "running";
      session?.resume();
    },
    stop: async () => {
      stopping.abort();
      await supervising;
      state = "stopped";
    },
    lag: async () => {
      const assigned = session?.assigned() ?? [];
      try {
        const ends = await library.ends(connection, clientId, topics, log);
        return assigned.map(({ topic, partition, offset: next }) => {
          const end = ends.get(partitionKey({ topic, partition })) ?? next;
          return { topic, partition, next, end, lag: end > next ? end - next : 0n };
        });
      } catch (error) {
        throw library.failureOf(error, connection);
      }
    },
    state: () => state,
    trouble: () => trouble,
    progressAt: () => (isPaused ? Date.now() : progress.at()),
  };
}
