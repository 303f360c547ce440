import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { BOARD_SCHEMA, BOARD_SETTINGS, type BoardQuery, board, migrateBoard, projection } from "@anshi/board";
import { type Cohort, ruleSet, zone } from "@anshi/domain";
import { type LedgerId, migrate } from "@anshi/ledger";
import { startCluster, stopCluster } from "@anshi/test-postgres/cluster";
import pg from "pg";
import { numbers } from "../../support/numbers.js";
import { again } from "./again.js";
import { compare } from "./compare.js";
import { lapse } from "./lapse.js";
import { load } from "./load.js";
import { ask, type Kind, question } from "./questions.js";

/** `pnpm bench:large -- --events 10000000`: the board at size, against the plain recompute. See docs/benchmarks.md. */
const { values } = parseArgs({
  options: {
    events: { type: "string", default: "1000000" },
    questions: { type: "string", default: "100" },
    /** How many of each sort are asked of the recompute, too: at size each takes most of a minute. */
    recomputes: { type: "string", default: "3" },
    shuffle: { type: "string", default: "0" },
    /** Only: so many open clocks, and how soon a lapse is seen. */
    lapse: { type: "string" },
    keep: { type: "boolean", default: false },
  },
  args: process.argv.slice(2).filter((word) => word !== "--"),
});
const events = Number(values.events);
const ledger = "3209" as LedgerId;
const shanghai = zone("Asia/Shanghai");
const cohorts: readonly Cohort[] = ["settled", "received", "closed"];
const kinds: readonly Kind[] = [
  "live",
  "as it was shown",
  "past, as known now",
  "random, T known at P",
  "random T and P",
];

const directory = await mkdtemp(join(tmpdir(), "anshi-bench-"));
const server = await startCluster(directory, {
  durable: true,
  settings: ["shared_buffers=2GB", "max_wal_size=8GB", "effective_cache_size=12GB", "random_page_cost=1.1"],
});
if (values.lapse !== undefined) {
  console.log("from a lapse with no event to its being seen, the slowest of five, ms");
  console.table([await lapse(server, Number(values.lapse))]);
  await stopCluster(directory);
  await rm(directory, { recursive: true, force: true });
  process.exit(0);
}
try {
  const pool = new pg.Pool({
    connectionString: server,
    options: [`search_path=${BOARD_SCHEMA}`, ...BOARD_SETTINGS].map((setting) => `-c ${setting}`).join(" "),
    max: 10,
  });
  console.log(server);
  await migrate(pool);
  await migrateBoard(pool);

  const loaded = await load(pool, ledger, events, Number(values.shuffle));
  console.log("append, by the ledger's size");
  console.table(loaded.figures);
  await pool.query("vacuum analyze ledger.event, ledger.event_key");

  const project = projection({ pool, ledger, zone: shanghai, rules: ruleSet });
  const began = performance.now();
  let done = 0n;
  let reported = 0n;
  let since = began;
  for (;;) {
    const step = await project.step();
    if (step.outcome === "at-head") break;
    if (step.outcome !== "advanced") continue;
    done = step.to;
    if (done - reported >= BigInt(events) / 10n) {
      const rate = (1_000 * Number(done - reported)) / (performance.now() - since);
      console.log(`projected ${done}: ${Math.round(rate)} events/s`);
      reported = done;
      since = performance.now();
    }
  }
  const projected = Math.round((1_000 * Number(done)) / (performance.now() - began));
  console.log(`projection: ${projected} events/s over all`);
  await pool.query("vacuum analyze");
  const { rows: sizes } = await pool.query(
    `select relname as relation, pg_total_relation_size(oid) / $1::bigint as "bytes an event", reltuples::bigint as rows
       from pg_class where relnamespace = 'board'::regnamespace and relkind = 'r' order by pg_total_relation_size(oid) desc limit 4`,
    [Number(done)],
  );
  console.table(sizes);
  const { rows: ledgerSize } = await pool.query(
    `select sum(pg_total_relation_size(oid))::bigint / $1::bigint as "ledger, bytes an event"
       from pg_class where relnamespace = 'ledger'::regnamespace and relkind = 'r'`,
    [Number(done)],
  );
  console.table(ledgerSize);

  const random = numbers(7);
  const count = Number(values.questions);
  const table: object[] = [];
  let ratio = 0;
  let equal = 0;
  const recomputes = Number(values.recomputes);
  for (const cohort of cohorts) {
    for (const kind of kinds) {
      const some = async (): Promise<readonly BoardQuery[]> => {
        const made = [];
        for (let n = 0; n < count; n += 1)
          made.push(await question(pool, ledger, kind, cohort, loaded, random));
        return made;
      };
      const asked = await some();
      const one = await ask(pool, `${kind}, ${cohort}`, asked, 1);
      // Others: what was asked before is answered from memory.
      const eight = await ask(pool, `${kind}, ${cohort}`, await some(), 8);
      // The same by a walk over every version there is.
      let plain = 0;
      for (const query of asked.slice(0, recomputes)) {
        const start = performance.now();
        const recomputed = await board(pool, query, "recomputed");
        plain += performance.now() - start;
        const anchored = await board(pool, query);
        if (JSON.stringify(anchored.measures) !== JSON.stringify(recomputed.measures))
          throw new Error(
            `the board differs from its recompute at ${JSON.stringify(query, (_key, value) => (typeof value === "bigint" ? String(value) : value))}`,
          );
        equal += 1;
      }
      ratio = Math.round(plain / recomputes / one.p50);
      table.push({
        question: one.questions,
        p50: one.p50,
        p95: one.p95,
        max: one.max,
        "8 clients p95": eight.p95,
        "recompute, ms": Math.round(plain / recomputes),
        "times faster": ratio,
      });
      console.log(JSON.stringify(table.at(-1)));
    }
  }
  console.table(table);
  console.log(`${equal} answers equal to their recompute`);

  console.log("one figure of 25.1a: the board's question against a count of the events, ms");
  const same = [];
  for (const kind of ["live", "as it was shown", "random, T known at P"] as const)
    same.push(await question(pool, ledger, kind, "settled", loaded, random));
  console.table([await compare(pool, directory, same)]);
  console.log("the whole board again, against COPY of the same rows");
  console.table([await again(server, Number(done), shanghai, ruleSet)]);
  await pool.end();
} finally {
  if (!values.keep) {
    await stopCluster(directory);
    await rm(directory, { recursive: true, force: true });
  }
}
process.exit(0);
