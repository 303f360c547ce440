import type { Counter, Gauge } from "prom-client";

/** A metric that a collector fills; a counter among them is one that is counted elsewhere, such as in the database. */
export type Filled = Gauge | Counter;

/** Takes one value for the scrape under way. */
export type Put = (into: Filled, value: number, labels?: Readonly<Record<string, string>>) => void;

/** A collector did not answer in time. */
export class CollectorLate extends Error {
  override readonly name = "CollectorLate";
}

interface Value {
  readonly into: Filled;
  readonly value: number;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * One collection that never rejects. Values are kept aside until all are there: a collector that fails half way, or goes on
 * after its time, leaves nothing behind. While one that was late still runs it is not started again, so that a slow
 * database does not get more to do with every scrape.
 */
export function collection(
  instruments: readonly Filled[],
  fill: (put: Put) => Promise<void> | void,
  limitMs: number,
  onFailure: (error: unknown) => void,
): () => Promise<void> {
  let running: Promise<readonly Value[]> | undefined;

  const start = (): Promise<readonly Value[]> => {
    const values: Value[] = [];
    const own = (async () => {
      await fill((into, value, labels = {}) => values.push({ into, value, labels }));
      return values;
    })();
    running = own;
    const done = (): void => {
      running = undefined;
    };
    own.then(done, done);
    return own;
  };

  return async () => {
    empty(instruments);
    try {
      if (running !== undefined) throw new CollectorLate("the collection before is still under way");
      for (const { into, value, labels } of await within(limitMs, start())) into.inc(labels, value);
    } catch (error) {
      empty(instruments);
      onFailure(error);
    }
  };
}

function empty(instruments: readonly Filled[]): void {
  for (const instrument of instruments) {
    instrument.reset();
    // One without labels is reset to a 0 that nobody has told.
    instrument.remove({});
  }
}

async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new CollectorLate(`no answer within ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
