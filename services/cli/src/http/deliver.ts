import type { Context } from "../context.js";
import { Failure } from "../failure.js";
import { type IntakeAnswer, type Sent, sendBatch } from "./intake.js";
import { type Service, unreachable } from "./service.js";

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/** How long to go on, and whom to tell once that it is needed. */
export interface Patience {
  /** Milliseconds from the first try that failed until the last. */
  readonly retryMs: number;
  readonly onRetry: (reason: string) => void;
}

/**
 * Sends a batch until it is answered. What is not answered is not accepted, and sending again is harmless: the ledger counts an
 * event once. Rejects as `patiently` does.
 */
export function deliver(
  service: Service,
  events: readonly string[],
  patience: Patience,
  context: Pick<Context, "now" | "sleep">,
  send: (service: Service, events: readonly string[]) => Promise<Sent> = sendBatch,
): Promise<IntakeAnswer> {
  return patiently(service, () => send(service, events), patience, context);
}

/**
 * Asks until it is answered. Pauses double up to 5 s and are never shorter than the service's `Retry-After`. Rejects with `Failure`
 * when the service refuses, or does not answer for `retryMs`.
 */
export async function patiently<T>(
  service: Service,
  ask: () => Promise<Sent<T>>,
  patience: Patience,
  context: Pick<Context, "now" | "sleep">,
): Promise<T> {
  let until: number | undefined;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    const sent = await ask();
    if (sent.kind === "answered") return sent.answer;
    if (sent.kind === "refused") throw new Failure(sent.reason);
    until ??= context.now() + patience.retryMs;
    const wait = Math.max(pause, sent.afterMs);
    if (context.now() + wait > until) throw new Failure(unreachable(service, sent.reason));
    patience.onRetry(sent.reason);
    await context.sleep(wait);
  }
}
