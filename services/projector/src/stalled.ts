import type { Progress } from "./worker.js";

/** A worker at the head steps five times a second; one that has not for this long hangs, however alive its sockets are. */
const STALLED_MS = 15_000;

/** Why the projector is not ready: a ledger that it holds and does not carry on. */
export function stalled(progress: readonly Progress[], now: number): string | null {
  for (const { ledger, claimed, steppedAt, lastError } of progress) {
    if (lastError !== null) return `projecting ${ledger} failed: ${lastError}`;
    const since = now - steppedAt;
    if (claimed && since > STALLED_MS) return `${ledger} has made no step for ${Math.floor(since / 1_000)} s`;
  }
  return null;
}
