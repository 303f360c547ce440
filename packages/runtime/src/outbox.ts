import type { Logger } from "./log.js";

export interface OutboxOptions {
  /** What is sent, for the log. */
  readonly what: string;
  /** Sends all that waits; what it has not sent when it rejects, or when the signal aborts, is sent the next time. */
  readonly send: (stopping: AbortSignal) => Promise<void>;
  readonly log: Logger;
  /** How often it looks when nobody wakes it, milliseconds; default 5,000. */
  readonly everyMs?: number;
}

/** Sends out of the process what the database holds, again and again until it is sent. */
export interface Outbox {
  /** There may be something to send. */
  readonly wake: () => void;
  /** Why it cannot send; null when it can. */
  readonly trouble: () => string | null;
  readonly stop: () => Promise<void>;
}

/** Starts sending. Whoever is woken looks; what other processes have is found by looking every few seconds. */
export function startOutbox({ what, send, log, everyMs = 5_000 }: OutboxOptions): Outbox {
  const stopping = new AbortController();
  const { signal } = stopping;
  let trouble: string | null = null;
  let running: Promise<void> | undefined;
  let again = false;

  const pass = async (): Promise<void> => {
    try {
      do {
        again = false;
        await send(signal);
      } while (again && !signal.aborted);
      trouble = null;
    } catch (error) {
      if (signal.aborted) return;
      trouble = error instanceof Error ? error.message : String(error);
      log.warn({ err: error }, `${what} could not be sent; trying again`);
    }
  };
  const wake = (): void => {
    again = true;
    if (running !== undefined || signal.aborted) return;
    running = pass().finally(() => {
      running = undefined;
    });
  };
  const timer = setInterval(wake, everyMs);
  wake();
  return {
    wake,
    trouble: () => trouble,
    stop: async () => {
      stopping.abort();
      clearInterval(timer);
      await running;
    },
  };
}
