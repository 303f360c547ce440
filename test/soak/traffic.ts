import { setTimeout as sleep } from "node:timers/promises";
import type { IntakeAnswer } from "../support/client.js";
import type { SentEvent } from "./stream.js";

/** What the intake answered, and how often. */
export interface Answers {
  /** By HTTP status; `unreachable` and `timeout` where there was none. */
  readonly [status: string]: number;
}

/** Clients that post at a steady rate and know only what they were answered. */
export interface Traffic {
  readonly sent: ReadonlySet<string>;
  readonly acknowledged: ReadonlySet<string>;
  readonly answers: () => Answers;
  /** Answers that no client should ever get, the first few in full. */
  readonly wrong: readonly string[];
  /** Sends one event outside the rate, once; false when it was not acknowledged. The position is the ledger's then. */
  readonly probe: (event: SentEvent, timeoutMs: number) => Promise<bigint | undefined>;
  /** Sends no more, and resolves when all that was sent is acknowledged; rejects when that takes too long. */
  readonly finish: (withinMs: number) => Promise<void>;
}

export interface TrafficOptions {
  readonly url: string;
  readonly rate: number;
  readonly clients: number;
  readonly batches: Iterator<readonly SentEvent[], never>;
  readonly batch: number;
}

const TIMEOUT_MS = 10_000;
const RETRY_MS = 200;
const TOLD = 20;

/** Starts them. */
export function startTraffic(options: TrafficOptions): Traffic {
  const sent = new Set<string>();
  const acknowledged = new Set<string>();
  const counts = new Map<string, number>();
  const wrong: string[] = [];
  const intervalMs = (options.batch * options.clients * 1_000) / options.rate;
  let over = false;
  let abandoned = false;

  const tell = (what: string): void => {
    if (wrong.length < TOLD) wrong.push(what);
  };
  const deliver = async (
    events: readonly SentEvent[],
    timeoutMs: number,
  ): Promise<IntakeAnswer | undefined> => {
    for (const { id } of events) sent.add(id);
    const outcome = await attempt(options.url, events, timeoutMs);
    counts.set(outcome.status, (counts.get(outcome.status) ?? 0) + 1);
    const { answer } = outcome;
    if (answer === undefined) {
      if (!/^(429|503|unreachable|timeout)$/u.test(outcome.status))
        tell(`${outcome.status}: ${outcome.said}`);
      return undefined;
    }
    for (const rejection of answer.rejected) tell(`rejected: ${JSON.stringify(rejection)}`);
    for (const { id } of events) acknowledged.add(id);
    return answer;
  };

  const client = async (nth: number): Promise<void> => {
    let next = Date.now() + (nth * intervalMs) / options.clients;
    while (!over) {
      await sleep(Math.max(0, next - Date.now()));
      // Time that was lost is not made up for: the rate stays the rate.
      next = Math.max(next + intervalMs, Date.now());
      const events = options.batches.next().value;
      while (!abandoned && (await deliver(events, TIMEOUT_MS)) === undefined) await sleep(RETRY_MS);
    }
  };
  const clients = Promise.all(Array.from({ length: options.clients }, (_, nth) => client(nth)));

  return {
    sent,
    acknowledged,
    answers: () => Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))),
    wrong,
    probe: async (event, timeoutMs) => {
      const answer = await deliver([event], timeoutMs);
      return answer === undefined ? undefined : BigInt(answer.position);
    },
    finish: async (withinMs) => {
      over = true;
      const waited = new AbortController();
      const late = sleep(withinMs, "late", { signal: waited.signal }).catch(() => "done");
      const first = await Promise.race([clients, late]);
      waited.abort();
      if (first !== "late") return;
      abandoned = true;
      throw new Error(`what was sent was not acknowledged within ${withinMs / 1_000} s`);
    },
  };
}

interface Attempt {
  readonly status: string;
  readonly said: string;
  readonly answer?: IntakeAnswer;
}

async function attempt(url: string, events: readonly SentEvent[], timeoutMs: number): Promise<Attempt> {
  try {
    const response = await fetch(`${url}/v1/events`, {
      method: "POST",
      headers: { "content-type": "application/cloudevents-batch+json" },
      body: JSON.stringify(events),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const said = await response.text();
    const status = String(response.status);
    return response.status === 200
      ? { status, said, answer: JSON.parse(said) as IntakeAnswer }
      : { status, said };
  } catch (error) {
    const isLate = error instanceof Error && error.name === "TimeoutError";
    return { status: isLate ? "timeout" : "unreachable", said: String(error) };
  }
}
