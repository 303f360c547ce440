import { availableParallelism } from "node:os";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { type BoardWanted, foldAll } from "@anshi/board";
import { type Cohort, lastEnded, type Period, parseDay, ruleSet, zone } from "@anshi/domain";
import { head, type LedgerId, positionAt } from "@anshi/ledger";
import pg from "pg";
import { filled } from "../large/filled.js";
import { copyOut } from "../verify/copy-out.js";

/** `pnpm bench:replay -- --events 2000000`: a replay of every published board, against a bare COPY of the same rows. See docs/benchmarks.md. */
const { values } = parseArgs({
  options: {
    events: { type: "string", default: "1000000" },
    rounds: { type: "string", default: "2" },
    /** A ledger that is there already, such as `bench:large --keep` leaves one. */
    database: { type: "string" },
  },
  args: process.argv.slice(2).filter((word) => word !== "--"),
});
const ledger = "3209" as LedgerId;
const shanghai = zone("Asia/Shanghai");
const threads = availableParallelism();

const { url, drop } = await filled(ledger, Number(values.events), values.database);
try {
  const pool = new pg.Pool({ connectionString: url });
  const { position, recordedAt } = await head(pool, ledger);
  const events = Number(position);
  const last = recordedAt ?? 0;

  const cohorts: readonly Cohort[] = ["settled", "received", "closed"];
  const served = cohorts.map(
    (cohort): BoardWanted => ({
      ...{ asOf: last, knownAt: position, window: {}, cohort, smallSample: 20 },
    }),
  );
  const monthly = await published(pool, last, ["month", "quarter", "year"]);
  const daily = await published(pool, last, ["day", "month", "quarter", "year"]);

  for (let round = 0; round < Number(values.rounds); round += 1) {
    const text = await copyOut(url, ledger, "text");
    const binary = await copyOut(url, ledger, "binary");
    const rows = [];
    for (const [name, questions] of Object.entries({
      "the head": served,
      "months, quarters, years": [...served, ...monthly],
      "every day besides": [...served, ...daily],
    })) {
      const cpu = process.cpuUsage();
      let most = 0;
      const began = performance.now();
      await foldAll(pool, {
        ...{ database: { url }, ledger, zone: shanghai, rules: ruleSet, questions, threads },
        onEvents: () => {
          most = Math.max(most, process.memoryUsage.rss());
        },
      });
      const took = performance.now() - began;
      const { user, system } = process.cpuUsage(cpu);
      rows.push({
        boards: `${questions.length}: ${name}`,
        "events/s": Math.round((1_000 * events) / took),
        "/ COPY text": Math.round((100 * text) / took) / 100,
        "/ COPY binary": Math.round((100 * binary) / took) / 100,
        "node, cores": Math.round((user + system) / 10 / took) / 100,
        "node, µs an event": Math.round((10 * (user + system)) / events) / 10,
        "memory, MiB": Math.round(most / 1_048_576),
      });
    }
    console.log(
      `COPY of ${events} events: text ${Math.round((1_000 * events) / text)}, binary ${Math.round((1_000 * events) / binary)} events/s`,
    );
    console.table(rows);
  }
  await pool.end();
} finally {
  await drop();
}

/** A board of every period that ended, as it would have been published when it did. */
async function published(
  pool: pg.Pool,
  last: number,
  kinds: readonly Period["kind"][],
): Promise<readonly BoardWanted[]> {
  const questions: BoardWanted[] = [];
  for (const kind of kinds) {
    for (let day = shanghai.dayOf(last); day > (parseDay("2021-01-02") ?? 0); ) {
      const period = lastEnded(kind, day);
      const asOf = shanghai.startOf(period.to + 1);
      const knownAt = await positionAt(pool, ledger, asOf);
      const window = { from: period.from, to: period.to };
      if (knownAt > 0n) questions.push({ asOf, knownAt, window, cohort: "settled", smallSample: 20 });
      day = kind === "day" ? period.to : period.from;
    }
  }
  return questions;
}
