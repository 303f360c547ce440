import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { dataDirectory, startAnshi } from "../support/anshi.js";
import { chunks, get, post } from "../support/client.js";
import { syntheticEvents } from "../support/synthetic.js";

/** From an event's acceptance to the board that counts it, milliseconds. */
export interface VisibleFigures {
  readonly eventsPerSecond: number;
  readonly samples: number;
  readonly p50: number;
  readonly p99: number;
  /** What one `GET /v1/board` takes by itself in the same run: no answer can be quicker. */
  readonly boardP50: number;
  readonly ratio: number;
}

const BATCH = 20;
const EVERY_MS = 20;

/** Posts 1,000 events a second for `seconds` to a server of its own, and asks the board until it has come to what was accepted. */
export async function benchVisible(seconds = 20): Promise<VisibleFigures> {
  const [directory, remove] = await dataDirectory();
  const anshi = await startAnshi(directory);
  try {
    const batches = chunks(syntheticEvents((1_000 / EVERY_MS) * BATCH * seconds, 13), BATCH);
    let newest = { position: 0n, at: 0 };
    let posting = true;
    const start = performance.now();
    const poster = (async () => {
      const sent: Promise<void>[] = [];
      for (const [index, batch] of batches.entries()) {
        await sleep(Math.max(0, start + index * EVERY_MS - performance.now()));
        sent.push(
          post(anshi.url, batch).then(({ position }) => {
            newest = { position: BigInt(position), at: performance.now() };
          }),
        );
      }
      await Promise.all(sent);
      posting = false;
    })();

    const waits: number[] = [];
    const asks: number[] = [];
    while (posting) {
      const sample = newest;
      for (let known = 0n; known < sample.position; ) {
        const asked = performance.now();
        const board = await get<{ knownAt: { position: string } }>(
          `${anshi.url}/v1/board?measure=25.1a&unit=3209`,
        );
        asks.push(performance.now() - asked);
        known = BigInt(board.knownAt.position);
      }
      if (sample.position > 0n) waits.push(performance.now() - sample.at);
      await sleep(5);
    }
    await poster;
    const elapsed = (performance.now() - start) / 1_000;
    const [p50, p99, boardP50] = [quantile(waits, 0.5), quantile(waits, 0.99), quantile(asks, 0.5)];
    return {
      eventsPerSecond: Math.round((batches.length * BATCH) / elapsed),
      samples: waits.length,
      p50,
      p99,
      boardP50,
      ratio: Number((p50 / boardP50).toFixed(2)),
    };
  } finally {
    await anshi.stop();
    await remove();
  }
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Number(
    (sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN).toFixed(1),
  );
}
