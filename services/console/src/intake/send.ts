import type { Entry } from "@anshi/mapping";
import { postEvents, type Refused } from "../api/intake.js";
import { Problem } from "../api/problem.js";

/** What has become of a file so far. `events` were made of its rows; each is accepted, a duplicate or rejected. */
export interface Sent {
  readonly rows: number;
  readonly events: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** The first of them, by row; the rest is in the rejections. */
  readonly faults: readonly (Omit<Refused, "index"> & { readonly row: number })[];
}

const BATCH = 500;
const LARGEST_BATCH = 4 * 1024 * 1024;
const MOST_FAULTS = 1_000;
const TRIES = 30;
const PAUSE_MS = 1_000;

const nothing: Sent = { rows: 0, events: 0, accepted: 0, duplicates: 0, rejected: 0, faults: [] };

/**
 * Sends entries in batches, one at a time so that the order stays, and tells after each what has become of them. A service that is
 * away or busy is waited for. Rejects with `Problem`, or when aborted.
 */
export async function* send(
  ledger: string,
  entries: Iterable<Entry>,
  signal: AbortSignal,
): AsyncGenerator<Sent, void> {
  let sent = nothing;
  let batch: { row: number; json: string }[] = [];
  let size = 0;
  const flush = async (): Promise<void> => {
    const own = batch;
    batch = [];
    size = 0;
    if (own.length === 0) return;
    const body = `[${own.map(({ json }) => json).join(",")}]`;
    const receipt = await patiently(() => postEvents(ledger, body, signal), signal);
    sent = {
      ...sent,
      accepted: sent.accepted + receipt.accepted,
      duplicates: sent.duplicates + receipt.duplicates,
      rejected: sent.rejected + receipt.rejected.length,
      faults: withFaults(
        sent.faults,
        receipt.rejected.map(({ index, ...fault }) => ({ ...fault, row: own[index]?.row ?? 0 })),
      ),
    };
  };
  for (const { row, events, unsendable } of entries) {
    sent = {
      ...sent,
      rows: sent.rows + 1,
      events: sent.events + events.length + unsendable.length,
      rejected: sent.rejected + unsendable.length,
      faults: withFaults(
        sent.faults,
        unsendable.map(({ index: _index, ...fault }) => ({ ...fault, row })),
      ),
    };
    for (const { json } of events) {
      batch.push({ row, json });
      size += json.length;
    }
    if (batch.length >= BATCH || size >= LARGEST_BATCH) {
      await flush();
      yield sent;
    }
  }
  await flush();
  yield sent;
}

function withFaults(faults: Sent["faults"], more: Sent["faults"]): Sent["faults"] {
  return more.length === 0 ? faults : [...faults, ...more].slice(0, MOST_FAULTS);
}

/** Sends again what was not answered; events count once. */
async function patiently<T>(attempt: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      const passes = error instanceof Problem && (error.status === 0 || [429, 503].includes(error.status));
      if (!passes || tries === TRIES || signal.aborted) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
