import { parentPort, workerData } from "node:worker_threads";
import { connect, type DatabaseAccess } from "@anshi/ledger";
import { type FoldOrder, hand } from "./hand.js";
import type { Range } from "./ranges.js";

// A thread of `hands`: folds the ranges it is given on a connection of its own, and reports at the end.
const { database, order } = workerData as { readonly database: DatabaseAccess; readonly order: FoldOrder };
const own = hand(await connect(database, "anshi replay"), order);
parentPort?.on("message", (range: Range | null) => {
  const work = range === null ? Promise.resolve(own.report()) : own.fold(range);
  work.then(
    (output) => parentPort?.postMessage({ output }),
    (error: unknown) => parentPort?.postMessage({ error }),
  );
});
parentPort?.postMessage({ output: "ready" });
