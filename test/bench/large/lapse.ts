import { performance } from "node:perf_hooks";
import { startApi } from "@anshi/api";
import { BOARD_SCHEMA, BOARD_SETTINGS, migrateBoard, projection } from "@anshi/board";
import { canonical, ruleSet, zone } from "@anshi/domain";
import { append, type LedgerId, migrate, type NewEvent } from "@anshi/ledger";
import { startProjection } from "@anshi/projector";
import { loadConfig, openLog, openMetrics, stopAll } from "@anshi/runtime";
import { migrateSteward, startJobs } from "@anshi/steward";
import pg from "pg";

/** How long after a clock lapsed, with no event, it was seen; milliseconds. */
export interface LapseFigures {
  readonly openClocks: number;
  readonly lapses: number;
  readonly board: number;
  readonly stream: number;
  readonly metrics: number;
}

const LAPSES = 5;
const EVERY_MS = 4_000;
const BATCH = 2_000;

/** Opens so many clocks and lets some lapse; the slowest of each way of seeing it. */
export async function lapse(server: string, clocks: number): Promise<LapseFigures> {
  const ledger = "3209" as LedgerId;
  const log = openLog("silent");
  const owner = new pg.Pool({ connectionString: server, max: 2 });
  await owner.query("create database lapse");
  const databaseUrl = server.replace(/\/[^/]*$/u, "/lapse");
  await owner.end();
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    options: [`search_path=${BOARD_SCHEMA}`, ...BOARD_SETTINGS].map((setting) => `-c ${setting}`).join(" "),
    max: 4,
  });
  await migrate(pool);
  await migrateBoard(pool);
  await migrateSteward(pool);
  const far = Date.now() + 400 * 86_400_000;
  for (let n = 0; n < clocks; n += BATCH) {
    const events = Array.from({ length: Math.min(BATCH, clocks - n) }, (_none, i) =>
      issued(`O${n + i}`, Date.now(), far + (n + i) * 1_000),
    );
    await append(pool, ledger, { events, rejected: [], door: "file" });
  }
  const project = projection({ pool, ledger, zone: zone("Asia/Shanghai"), rules: ruleSet });
  while ((await project.step()).outcome !== "at-head");
  await pool.query("vacuum analyze");

  const metrics = openMetrics(log);
  const config = loadConfig({ ANSHI_PORT: "0" });
  const deps = { databaseUrl, log, metrics };
  const running = [startProjection(config, deps), startJobs(config, deps)];
  const api = await startApi(config, deps);
  const now = Date.now();
  const dues = Array.from({ length: LAPSES }, (_none, n) => now + 3_000 + n * EVERY_MS);
  await append(pool, ledger, {
    events: dues.map((due, n) => issued(`L${n}`, now, due)),
    rejected: [],
    door: "file",
  });
  const [board, stream, exposed] = await Promise.all([
    slowest(dues, async () => {
      const answer = await fetch(`${api.url}/v1/board?measure=19.1&unit=320902`);
      const { measures } = (await answer.json()) as { measures: readonly { overdue: number }[] };
      return measures[0]?.overdue ?? 0;
    }),
    slowestStreamed(api.url, dues),
    slowest(dues, async () => {
      const text = await (await fetch(`${api.url}/metrics`)).text();
      return Number(
        /anshi_measure_overdue\{[^}]*measure="19.1",unit="320902",window="all"\} (\d+)/u.exec(text)?.[1] ?? 0,
      );
    }),
  ]);
  await stopAll([...running, api], log);
  await pool.end();
  return { openClocks: clocks, lapses: LAPSES, board, stream, metrics: exposed };
}

function issued(subject: string, time: number, due: number): NewEvent {
  const event = {
    specversion: "1.0",
    id: subject,
    source: "urn:anshi:bench",
    type: "io.anshi.dispatch.issued.v1",
    subject,
    time: new Date(time).toISOString(),
    data: { unit: "320902", dueAt: new Date(due).toISOString() },
  };
  return { ...event, body: canonical(event) };
}

/** Asks again and again; the longest time from a lapse to the answer that counts it. */
async function slowest(dues: readonly number[], overdue: () => Promise<number>): Promise<number> {
  let worst = 0;
  for (const [n, due] of dues.entries()) {
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - Date.now() - 50)));
    const offset = Date.now() - performance.now();
    while ((await overdue()) <= n) await new Promise((resolve) => setTimeout(resolve, 5));
    worst = Math.max(worst, performance.now() + offset - due);
  }
  return Math.round(worst);
}

async function slowestStreamed(url: string, dues: readonly number[]): Promise<number> {
  const ending = new AbortController();
  const response = await fetch(`${url}/v1/stream?measure=19.1&unit=320902`, { signal: ending.signal });
  const decoder = new TextDecoder();
  let text = "";
  let worst = 0;
  let seen = 0;
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    for (const [, overdue = "0"] of text.matchAll(/"overdue":(\d+)/gu)) {
      for (; seen < Number(overdue); seen += 1) worst = Math.max(worst, Date.now() - (dues[seen] ?? 0));
    }
    text = text.slice(text.lastIndexOf("\n\n") + 2);
    if (seen >= dues.length) break;
  }
  ending.abort();
  return Math.round(worst);
}
