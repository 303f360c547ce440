import { cloudEvent, inOrder, simulate } from "@anshi/cli";
import { parseDay } from "@anshi/domain";
import { chunks } from "../support/client.js";
import { numbers } from "../support/numbers.js";
import { syntheticEvents } from "../support/synthetic.js";

/** An event as it is sent. */
export interface SentEvent {
  readonly id: string;
  readonly time: string;
}

const BLOCK_EVENTS = 2_000;
const BLOCK_CASES = 400;
const REMEMBERED = 10_000;

/**
 * Batches without end, repeatable: plain cases and those of a simulated city, each block in time order, and on purpose a
 * share of events that were sent before.
 */
export function* eventStream(
  seed: number,
  batch: number,
  duplicates: number,
): Generator<readonly SentEvent[], never> {
  const chance = numbers(seed);
  const recent: SentEvent[] = [];
  for (let block = 0; ; block++) {
    const events = [...blockOf(seed * 100_000 + block)].sort((a, b) => (a.time < b.time ? -1 : 1));
    for (const fresh of chunks(events, batch)) {
      const again = fresh.flatMap(() => {
        const old = recent[Math.floor(chance() * recent.length)];
        return old !== undefined && chance() < duplicates ? [old] : [];
      });
      for (const event of fresh) {
        if (recent.length < REMEMBERED) recent.push(event);
        else recent[Math.floor(chance() * REMEMBERED)] = event;
      }
      yield [...fresh, ...again];
    }
  }
}

function* blockOf(seed: number): Generator<SentEvent> {
  yield* syntheticEvents(BLOCK_EVENTS, seed) as readonly SentEvent[];
  const history = simulate({
    cases: BLOCK_CASES,
    seed,
    first: parseDay("2026-01-05") ?? 0,
    last: parseDay("2026-05-05") ?? 0,
    // What has yet to come would be refused.
    until: Date.now(),
    units: 11,
    source: "urn:anshi:soak",
    subjectPrefix: `SOAK-${seed}-`,
    calendars: false,
    disorder: inOrder,
  });
  for (const { fact } of history) yield cloudEvent(fact, "urn:anshi:soak") as SentEvent;
}
