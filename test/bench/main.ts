import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startCluster, stopCluster } from "@anshi/test-postgres/cluster";
import { benchAppend } from "./append.js";
import { benchProjection } from "./projection.js";
import { benchVisible } from "./visible.js";

/** `pnpm bench`: every figure with the limit it is held against, measured in the same run. */
const directory = await mkdtemp(join(tmpdir(), "anshi-bench-"));
try {
  const server = await startCluster(directory, {
    durable: true,
    settings: ["shared_buffers=2GB", "max_wal_size=8GB", "jit=off", "random_page_cost=1.1"],
  });
  console.log("append against a bare insert of the same rows (events/s)");
  console.table(await benchAppend(server));
  console.log("projection against reading and parsing the same events (events/s)");
  console.table(await benchProjection(server));
} finally {
  await stopCluster(directory);
  await rm(directory, { recursive: true, force: true });
}
console.log("accepted → visible on the board at 1,000 events/s, against one board answer (ms)");
console.table([await benchVisible()]);
