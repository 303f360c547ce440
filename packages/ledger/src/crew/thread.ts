import { once } from "node:events";
import { parentPort, Worker, workerData } from "node:worker_threads";
import type { Client } from "pg";
import { connect, type DatabaseAccess } from "./connect.js";

/** What each thread of a crew does. */
export interface Trade<W, Order> {
  /** What the connections are called. */
  readonly name: string;
  /** Makes the functions that a thread is asked for; plain data goes in and comes out, for it may be sent. */
  readonly work: (client: Client, order: Order) => W;
  /** The module that serves the trade. Node runs what was built, whether or not the caller was: tests run the sources. */
  readonly worker: URL;
}

/** Does one thing at a time. */
interface Thread {
  readonly ask: (name: string, input: readonly unknown[]) => Promise<unknown>;
  readonly close: () => Promise<unknown>;
}

export async function ownThread<Order>(
  { name, work }: Trade<object, Order>,
  database: DatabaseAccess,
  order: Order,
): Promise<Thread> {
  const client = await connect(database, name);
  const own = work(client, order) as Readonly<Record<string, (...input: readonly unknown[]) => unknown>>;
  return { ask: async (asked, input) => own[asked]?.(...input), close: () => client.end() };
}

/** `onError` hears why the thread ended by itself. */
export function otherThread<Order>(
  { worker: file }: Trade<object, Order>,
  database: DatabaseAccess,
  order: Order,
  onError: (error: Error) => void,
): Thread {
  // What was built knows nothing of the flags that tests run with.
  const worker = new Worker(file, { workerData: { database, order }, execArgv: [] }).on("error", onError);
  return {
    ask: async (...asked) => {
      worker.postMessage(asked);
      const [{ output, error }] = await once(worker, "message");
      if (error !== undefined) throw error;
      return output;
    },
    close: () => worker.terminate(),
  };
}

/** Makes the module that calls it a thread of a crew, until that closes. */
export async function serve<Order>(trade: Trade<object, Order>): Promise<void> {
  const own = await ownThread<Order>(trade, workerData.database, workerData.order);
  parentPort?.on("message", (asked: Parameters<Thread["ask"]>) => {
    own.ask(...asked).then(
      (output) => parentPort?.postMessage({ output }),
      (error: unknown) => parentPort?.postMessage({ error }),
    );
  });
}
