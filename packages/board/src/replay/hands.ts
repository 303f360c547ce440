import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { connect, type DatabaseAccess } from "@anshi/ledger";
import { type FoldOrder, type HandReport, hand } from "./hand.js";
import type { Range } from "./ranges.js";

export interface HandsOptions {
  readonly database: DatabaseAccess;
  /** Threads beside this one; 0: all is done here. */
  readonly threads: number;
  readonly onEvents: (count: number) => void;
  readonly signal: AbortSignal | undefined;
}

interface OpenHand {
  readonly fold: (range: Range) => Promise<number>;
  readonly report: () => Promise<HandReport>;
  readonly close: () => Promise<void>;
}

/** Folds ranges side by side, each by whichever hand is free; the reports of all hands. Rejects with the first failure. */
export async function foldRanges(
  order: FoldOrder,
  ranges: readonly Range[],
  { database, threads, onEvents, signal }: HandsOptions,
): Promise<readonly HandReport[]> {
  const hands: OpenHand[] = [];
  const waiting = [...ranges];
  const work = async (own: OpenHand): Promise<void> => {
    for (let range = waiting.shift(); range !== undefined; range = waiting.shift()) {
      signal?.throwIfAborted();
      onEvents(await own.fold(range));
    }
  };
  try {
    if (threads === 0) hands.push(await here(database, order));
    for (let n = 0; n < threads; n += 1) hands.push(await beside(database, order));
    await Promise.all(hands.map(work));
    return await Promise.all(hands.map((own) => own.report()));
  } finally {
    // One that fails stops the others at their next range.
    waiting.length = 0;
    await Promise.all(hands.map((own) => own.close()));
  }
}

async function here(database: DatabaseAccess, order: FoldOrder): Promise<OpenHand> {
  const client = await connect(database, "anshi replay");
  const own = hand(client, order);
  return { fold: own.fold, report: async () => own.report(), close: () => client.end() };
}

async function beside(database: DatabaseAccess, order: FoldOrder): Promise<OpenHand> {
  // Node runs what was built, whether or not this module was: tests run the sources, with flags of their own.
  const worker = new Worker(new URL("../../dist/replay/worker.js", import.meta.url), {
    ...{ workerData: { database, order }, execArgv: [] },
  });
  const answer = async (): Promise<unknown> => {
    const [message] = (await once(worker, "message")) as [
      { readonly output?: unknown; readonly error?: unknown },
    ];
    if (message.error !== undefined) throw message.error;
    return message.output;
  };
  await answer();
  const ask = (message: Range | null): Promise<unknown> => {
    const answered = answer();
    worker.postMessage(message);
    return answered;
  };
  return {
    fold: async (range) => (await ask(range)) as number,
    report: async () => (await ask(null)) as HandReport,
    close: async () => {
      await worker.terminate();
    },
  };
}
