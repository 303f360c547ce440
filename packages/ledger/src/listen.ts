import { setTimeout as sleep } from "node:timers/promises";
import type { Notification, PoolClient } from "pg";
import { type LedgerId, ledgerId, type Position } from "./ledger-id.js";

/** A ledger has come to a position. Hints get lost; polling is the truth. */
export interface Hint {
  readonly ledger: LedgerId;
  readonly position: Position;
}

export interface ListenOptions {
  /** How often the connection is checked, milliseconds; default 5,000. One that does not answer by the next check is given up. */
  readonly heartbeatMs?: number;
  /** Pause before another connection is tried, milliseconds; default 1,000. */
  readonly retryMs?: number;
}

/** Hears of appends until stopped. */
export interface Listener {
  /** Whether a connection listens now. */
  readonly isListening: () => boolean;
  readonly stop: () => Promise<void>;
}

/** Listens for appends; see `listenTo`. */
export function listen(
  pool: { readonly connect: () => Promise<PoolClient> },
  onHint: (hint: Hint) => void,
  options: ListenOptions = {},
): Listener {
  const onPayload = (payload: string): void => {
    const hint = hintOf(payload);
    if (hint !== undefined) onHint(hint);
  };
  return listenTo(pool, "anshi_ledger", onPayload, options);
}

/**
 * Listens for the notifications of a channel on a connection of the pool. A connection can die without a word, so it is asked
 * for a heartbeat, and replaced when none comes. Never rejects: while there is no connection there are no hints.
 */
export function listenTo(
  pool: { readonly connect: () => Promise<PoolClient> },
  channel: "anshi_ledger" | "anshi_lapsed",
  onPayload: (payload: string) => void,
  options: ListenOptions = {},
): Listener {
  const { heartbeatMs = 5_000, retryMs = 1_000 } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let listening = false;

  const hear = async (): Promise<void> => {
    const client = await pool.connect();
    const broken = new AbortController();
    const ended = AbortSignal.any([signal, broken.signal]);
    const onNotification = (notification: Notification): void => {
      if (notification.channel === channel) onPayload(notification.payload ?? "");
    };
    const onBroken = (): void => broken.abort();
    client.on("notification", onNotification);
    client.on("error", onBroken);
    client.on("end", onBroken);
    try {
      await answered(client.query(`listen ${channel}`), heartbeatMs, ended);
      listening = true;
      while (await pause(heartbeatMs, ended)) await answered(client.query("select"), heartbeatMs, ended);
    } finally {
      listening = false;
      client.off("notification", onNotification);
      // Never back into the pool: it listens. Its late errors are nobody's.
      client.release(true);
    }
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      await hear().catch(() => undefined);
      await pause(retryMs, signal);
    }
  };
  const running = run();
  return {
    isListening: () => listening,
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

/** Waits; false when the signal ended it. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return sleep(milliseconds, true, { signal }).catch(() => false);
}

/** Rejects when the query is not answered in time. */
async function answered(query: Promise<unknown>, milliseconds: number, signal: AbortSignal): Promise<void> {
  query.catch(() => undefined);
  const waited = new AbortController();
  const late = pause(milliseconds, AbortSignal.any([signal, waited.signal])).then((isLate) => {
    if (isLate || signal.aborted) throw new Error("the connection did not answer");
  });
  late.catch(() => undefined);
  try {
    await Promise.race([query, late]);
  } finally {
    waited.abort();
  }
}

function hintOf(payload: string): Hint | undefined {
  const match = /^(\S+) (\d+)$/u.exec(payload);
  const ledger = ledgerId(match?.[1] ?? "");
  return ledger === undefined ? undefined : { ledger, position: BigInt(match?.[2] ?? 0) };
}
