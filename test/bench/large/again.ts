import { availableParallelism } from "node:os";
import { performance } from "node:perf_hooks";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { BOARD_SETTINGS, rebuild } from "@anshi/board";
import { type RuleSet, type Zone, zone } from "@anshi/domain";
import pg from "pg";
import { to } from "pg-copy-streams";

/** A rebuild, with its verification and switch, against a bare `COPY` of the same rows out of the database. */
export interface Again {
  readonly "rebuild, events/s": number;
  readonly "COPY, events/s": number;
  readonly ratio: number;
  /** Of one core, this process; the database's come on top. */
  readonly "node, cores": number;
}

/** Rebuilds the whole board beside the serving one. Rejects when the new one is not what the events say. */
export async function again(server: string, events: number, own: Zone, rules: RuleSet): Promise<Again> {
  const pool = new pg.Pool({ connectionString: server });
  const client = await pool.connect();
  const copying = performance.now();
  await pipeline(
    client.query(
      to("copy (select position, kind, subject, body from ledger.event where ledger = '3209') to stdout"),
    ),
    new Writable({ write: (_chunk, _encoding, done) => done() }),
  );
  const copied = performance.now() - copying;
  client.release();
  await pool.end();

  const began = performance.now();
  const cpu = process.cpuUsage();
  const outcome = await rebuild({
    openPool: (schema) =>
      new pg.Pool({
        connectionString: server,
        options: [`search_path=${schema}`, ...BOARD_SETTINGS].map((setting) => `-c ${setting}`).join(" "),
      }),
    database: { url: server },
    threads: availableParallelism(),
    zoneOf: () => own ?? zone("Asia/Shanghai"),
    rules,
    now: Date.now,
  });
  if (outcome.outcome !== "switched") throw new Error(`the rebuild ended ${outcome.outcome}`);
  const took = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  return {
    "rebuild, events/s": Math.round((1_000 * events) / took),
    "COPY, events/s": Math.round((1_000 * events) / copied),
    ratio: Math.round((1_000 * copied) / took) / 1_000,
    "node, cores": Math.round((user + system) / 10 / took) / 100,
  };
}
