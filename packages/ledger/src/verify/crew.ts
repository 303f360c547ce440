import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { connect, type DatabaseAccess } from "./connect.js";
import { perform, type Task, type TaskName, type Tasks } from "./worker-task.js";

/** Threads, each with a connection, that perform tasks side by side. */
export interface Crew {
  /** How many tasks are worth having under way. */
  readonly size: number;
  readonly perform: <Name extends TaskName>(
    name: Name,
    input: Tasks[Name]["input"],
  ) => Promise<Tasks[Name]["output"]>;
  readonly close: () => Promise<void>;
}

interface Member {
  readonly perform: (task: Task) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** Opens a crew of `threads` threads beside this one; of this thread alone when 0. */
export async function openCrew(database: DatabaseAccess, threads: number): Promise<Crew> {
  const members = await Promise.all(
    threads === 0 ? [ownThread(database)] : Array.from({ length: threads }, () => otherThread(database)),
  );
  const free = [...members];
  const waiting: ((member: Member) => void)[] = [];
  const release = (member: Member): void => {
    const next = waiting.shift();
    if (next === undefined) free.push(member);
    else next(member);
  };
  return {
    size: members.length,
    perform: async (name, input) => {
      const member = free.pop() ?? (await new Promise<Member>((resolve) => waiting.push(resolve)));
      try {
        return (await member.perform({ name, input } as Task)) as never;
      } finally {
        release(member);
      }
    },
    close: async () => {
      await Promise.all(members.map((member) => member.close()));
    },
  };
}

async function ownThread(database: DatabaseAccess): Promise<Member> {
  const client = await connect(database);
  return { perform: (task) => perform(client, task), close: () => client.end() };
}

async function otherThread(database: DatabaseAccess): Promise<Member> {
  // Node runs what was built, whether or not this module was: tests run the sources, with flags of their own.
  const file = new URL("../../dist/verify/worker.js", import.meta.url);
  const worker = new Worker(file, { workerData: database, execArgv: [] });
  let failed: Error | undefined;
  worker.on("error", (error) => {
    failed = error;
  });
  return {
    perform: async (task) => {
      if (failed !== undefined) throw failed;
      worker.postMessage(task);
      const [answer] = (await once(worker, "message")) as [
        { readonly output?: unknown; readonly error?: unknown },
      ];
      if (answer.error !== undefined) throw answer.error;
      return answer.output;
    },
    close: async () => {
      await worker.terminate();
    },
  };
}
