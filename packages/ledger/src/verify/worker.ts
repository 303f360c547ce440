import { parentPort, workerData } from "node:worker_threads";
import { connect, type DatabaseAccess } from "./connect.js";
import { perform, type Task } from "./worker-task.js";

// A thread of `openCrew`: performs tasks on a connection of its own, one after another, until it is ended.
const client = await connect(workerData as DatabaseAccess);
parentPort?.on("message", (task: Task) => {
  perform(client, task).then(
    (output) => parentPort?.postMessage({ output }),
    (error: unknown) => parentPort?.postMessage({ error }),
  );
});
