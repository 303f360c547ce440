import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { BOARD_SCHEMA, BOARD_SETTINGS, migrateBoard, projection } from "@anshi/board";
import { formatInstant, ruleSet, zone } from "@anshi/domain";
import { type LedgerId, migrate } from "@anshi/ledger";
import { startCluster, stopCluster } from "@anshi/test-postgres/cluster";
import pg from "pg";
import { load } from "../large/load.js";
import { calls } from "./calls.js";

/** `pnpm bench:sql -- --cases 1000000`: what dashboards ask, at size. See docs/benchmarks.md. */
const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "100000" },
    /** A database that is there already, as an earlier run left it with --keep. */
    database: { type: "string" },
    keep: { type: "boolean", default: false },
    runs: { type: "string", default: "20" },
  },
  args: process.argv.slice(2).filter((word) => word !== "--"),
});
const ledger = "3209" as LedgerId;
const EVENTS_A_CASE = 3.2;
const TICK_MS = 10;

const directory = await mkdtemp(join(tmpdir(), "anshi-bench-"));
const server =
  values.database ??
  (await startCluster(directory, {
    durable: true,
    settings: ["shared_buffers=2GB", "max_wal_size=8GB", "effective_cache_size=12GB", "random_page_cost=1.1"],
  }));
try {
  console.log(server);
  if (values.database === undefined) await fill(server, Number(values.cases) * EVENTS_A_CASE);
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  const { rows } = await client.query<{ cases: string; versions: string; last: Date; pid: number }>(
    `select (select count(*) from (select distinct split_part(kind, '.', 1), subject from board.clock) as each) as cases,
            (select count(*) from board.clock) as versions, (select max(at) from board.anchor) as last, pg_backend_pid() as pid`,
  );
  const [size] = rows;
  console.log(`${size?.cases} cases, ${size?.versions} clock versions`);
  const now = formatInstant((size?.last.getTime() ?? 0) + 86_400_000);
  const table: object[] = [];
  for (const [name, statement] of Object.entries(calls(ledger, `'${now}'`)))
    table.push({ asked: name, ...(await measure(client, statement, size?.pid ?? 0)) });
  console.table(table);
  await client.end();
} finally {
  if (values.database === undefined && !values.keep) await stopCluster(directory);
  if (!values.keep) await rm(directory, { recursive: true, force: true });
}
process.exit(0);

/** A ledger of simulated cases and its board. */
async function fill(url: string, events: number): Promise<void> {
  const pool = new pg.Pool({
    connectionString: url,
    options: [`search_path=${BOARD_SCHEMA}`, ...BOARD_SETTINGS].map((each) => `-c ${each}`).join(" "),
  });
  await migrate(pool);
  await migrateBoard(pool);
  await load(pool, ledger, events, 0);
  await pool.query("vacuum analyze ledger.event, ledger.event_key");
  const project = projection({ pool, ledger, zone: zone("Asia/Shanghai"), rules: ruleSet });
  while ((await project.step()).outcome !== "at-head");
  await pool.query("vacuum analyze");
  await pool.end();
}

/**
 * Milliseconds, as they passed and as the server's process worked: of a machine that does other things meanwhile only the
 * latter says anything.
 */
async function measure(client: pg.Client, statement: string, pid: number) {
  const runs = Number(values.runs);
  const took: number[] = [];
  let rows = 0;
  for (let run = 0; run < 3; run += 1) rows = (await client.query(statement)).rowCount ?? 0;
  const before = worked(pid);
  for (let run = 0; run < runs; run += 1) {
    const began = performance.now();
    await client.query(statement);
    took.push(performance.now() - began);
  }
  const work = (worked(pid) - before) / runs;
  took.sort((a, b) => a - b);
  const at = (part: number): number => Math.round(10 * (took[Math.floor(part * (runs - 1))] ?? 0)) / 10;
  return { rows, "p50 ms": at(0.5), "p95 ms": at(0.95), "processor ms": Math.round(10 * work) / 10 };
}

/** Milliseconds a process of this machine has worked; not a number where the machine does not tell. */
function worked(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return Number.NaN;
  }
}
