import type { DatabaseAccess } from "./connect.js";
import { otherThread, ownThread, type Trade } from "./thread.js";

/** Asks for one of the functions that a thread works with. */
export type Ask<W> = <Name extends keyof W & string>(
  name: Name,
  ...input: W[Name] extends (...input: infer Input) => unknown ? Input : never
) => Promise<W[Name] extends (...input: never) => infer Output ? Awaited<Output> : never>;

/** Threads, each with a connection, that work side by side. After a failure, whatever is asked fails with the first. */
export interface Crew<W> {
  /** Each thread; it may be asked while it is not busy. */
  readonly members: readonly Ask<W>[];
  /** Asks whoever is free, or is so first. */
  readonly ask: Ask<W>;
  readonly close: () => Promise<void>;
}

export interface CrewOptions {
  readonly database: DatabaseAccess;
  /** Threads beside this one; 0: all is done here. */
  readonly threads: number;
  /** Once it aborts, whatever is asked fails with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Opens a crew; `order` is plain data. A thread beside this one that cannot connect fails when it is asked. */
export async function openCrew<W extends object, Order>(
  trade: Trade<W, Order>,
  order: Order,
  { database, threads, signal }: CrewOptions,
): Promise<Crew<W>> {
  const ending = new AbortController();
  const end = (reason: unknown): void => ending.abort(reason);
  const opened =
    threads === 0
      ? [await ownThread(trade, database, order)]
      : Array.from({ length: threads }, () => otherThread(trade, database, order, end));
  const members = opened.map(
    (thread): Ask<W> =>
      async (name, ...input) => {
        ending.signal.throwIfAborted();
        signal?.throwIfAborted();
        try {
          return (await thread.ask(name, input)) as never;
        } catch (error) {
          end(error);
          throw error;
        }
      },
  );
  const free = [...members];
  const waiting: ((member: Ask<W>) => void)[] = [];
  return {
    members,
    ask: async (name, ...input) => {
      const member = free.pop() ?? (await new Promise<Ask<W>>((resolve) => waiting.push(resolve)));
      try {
        return await member(name, ...input);
      } finally {
        const next = waiting.shift();
        if (next === undefined) free.push(member);
        else next(member);
      }
    },
    close: async () => {
      end(new Error("the crew was closed"));
      await Promise.all(opened.map((thread) => thread.close()));
    },
  };
}
