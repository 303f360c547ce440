import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { checkpoint } from "@anshi/board";
import { head } from "@anshi/ledger";
import { freePort } from "@anshi/test-postgres/cluster";
import type pg from "pg";
import { openProxy } from "../support/proxy.js";
import { checkBoard, openBoardPool } from "./check-board.js";
import { checkLedger } from "./check-ledger.js";
import { outsideDatabase } from "./database.js";
import { openDisk } from "./disk.js";
import { havoc } from "./havoc.js";
import { type Done, judge } from "./judge.js";
import { LEDGER } from "./ledger.js";
import { type MemorySample, thirds, watchMemory } from "./memory.js";
import type { SoakOptions } from "./options.js";
import { watchReadiness } from "./readiness.js";
import type { SoakReport } from "./report.js";
import { superviseAnshi, toldCause } from "./service.js";
import { eventStream } from "./stream.js";
import { startTraffic } from "./traffic.js";

const MIB = 1024 * 1024;
const BATCH = 25;
const DUPLICATES = 0.02;
/** The disk: what a cluster needs at all, and what an event takes in ledger, board and write-ahead log. */
const DISK_BYTES = 768 * MIB;
const EVENT_BYTES = 6_000;
const CHECKPOINT_MS = 20_000;
const START_MS = 120_000;
const END_MS = 180_000;
/** Only a run this long tells anything of memory. */
const MEMORY_RUN_MINUTES = 5;

/**
 * Runs the real services under traffic and mishaps, and holds what came of it against every promise. Breaches are in the
 * report; rejects only when the soak itself cannot run. `signal` ends the traffic early.
 */
export async function soak(
  options: SoakOptions,
  say: (line: string) => void,
  signal: AbortSignal = new AbortController().signal,
): Promise<SoakReport> {
  const expected = options.minutes * 60 * options.rate;
  const disk = await openDisk(DISK_BYTES + expected * EVENT_BYTES);
  const scratch = await mkdtemp(join(tmpdir(), "anshi-soak-log-"));
  const logFile = join(scratch, "anshi.log");
  const dataDir = join(disk.directory, "anshi");
  const database = outsideDatabase(dataDir);
  const proxy = await openProxy(0);
  const service = superviseAnshi({
    dataDir,
    logFile,
    port: await freePort(),
    givenUrl: () => database.url(proxy.port),
  });
  const breaches: string[] = [];
  let kept = false;
  const fail = async (what: string, work: Promise<unknown>): Promise<void> => {
    await work.catch((error: unknown) => breaches.push(`${what}: ${String(error)}`));
  };
  try {
    await started(service.url);
    say(`soaking ${service.url}; its log is ${logFile}`);
    const batches = eventStream(options.seed, BATCH, DUPLICATES);
    const traffic = startTraffic({ ...options, url: service.url, batches, batch: BATCH });
    const readiness = watchReadiness(service.url, traffic);
    const memory = watchMemory(service.pid, database.processes);
    // The settings of the server let its log grow for a quarter of an hour, and the disk is small.
    const checkpoints = setInterval(() => void database.checkpoint().catch(() => undefined), CHECKPOINT_MS);
    const done: Done[] = [];
    const from = Date.now();
    // A signal made by AbortSignal.timeout may be collected before its time when only AbortSignal.any holds it.
    const over = new AbortController();
    signal.addEventListener("abort", () => over.abort());
    const alarm = setTimeout(() => over.abort(), options.minutes * 60_000);
    await fail(
      "a fault could not be done",
      havoc({ service, database, proxy, disk }, options, done, readiness.probes, over.signal, say),
    );
    clearTimeout(alarm);
    await fail("traffic", traffic.finish(END_MS));
    const seconds = (Date.now() - from) / 1_000;
    await readiness.stop();
    memory.stop();
    clearInterval(checkpoints);

    say("checking the ledger and the board");
    const db = openBoardPool(database.url());
    let ledger = { events: 0, breaches: [] as readonly string[] };
    let board = { questions: 0, rows: 0, breaches: [] as readonly string[] };
    try {
      await fail("the board does not come to the head", caughtUp(db));
      ledger = await checkLedger(db, traffic.sent, traffic.acknowledged);
      board = await checkBoard(db);
    } finally {
      await db.end();
    }
    const { faults, breaches: told } = judge(done, readiness.told, readiness.probes);
    const figures = memoryFigures(memory.samples);
    const untold = service.endings.filter((ending) => !toldCause(ending));
    const all = [
      ...breaches,
      ...told,
      ...ledger.breaches,
      ...board.breaches,
      ...traffic.wrong.map((what) => `an answer no client should get: ${what}`),
      ...untold.map(
        ({ code, said }) => `anshi ended (${code}) without cause and way out: ${said.slice(-600)}`,
      ),
      ...(options.minutes < MEMORY_RUN_MINUTES ? [] : growth(figures)),
    ];
    kept = all.length === 0;
    return {
      seconds,
      seed: options.seed,
      faults,
      leftOut: disk.whyNot === undefined ? [] : [`full disk: ${disk.whyNot}`],
      starts: service.starts(),
      traffic: {
        acknowledged: traffic.acknowledged.size,
        perSecond: traffic.acknowledged.size / seconds,
        answers: traffic.answers(),
        probes: readiness.probes.length,
      },
      memory: figures,
      ledger: { events: ledger.events },
      board: { questions: board.questions, rows: board.rows },
      breaches: all,
    };
  } finally {
    proxy.set("pass");
    await service.stop();
    // In the given layout nobody else stops it.
    if (database.processes().length > 0) await database.stop().catch(database.kill);
    await proxy.stop();
    await disk.remove();
    if (kept) await rm(scratch, { recursive: true, force: true });
  }
}

async function started(url: string): Promise<void> {
  const until = Date.now() + START_MS;
  for (;;) {
    const response = await fetch(`${url}/readyz`).catch(() => undefined);
    if (response?.status === 200) return;
    if (Date.now() > until) throw new Error(`anshi is not ready after ${START_MS / 1_000} s`);
    await sleep(200);
  }
}

async function caughtUp(db: pg.Pool): Promise<void> {
  const until = Date.now() + END_MS;
  for (;;) {
    const { position } = await head(db, LEDGER);
    const reached = await checkpoint(db, LEDGER);
    if (reached === position) return;
    if (Date.now() > until) throw new Error(`it stands at ${reached}, the ledger at ${position}`);
    await sleep(200);
  }
}

const MB = "MB";

function memoryFigures(samples: readonly MemorySample[]): SoakReport["memory"] {
  const figure = (what: string, values: readonly (number | undefined)[], unit: number) => {
    const both = thirds(values);
    if (both === undefined) return [];
    const most = Math.max(...values.filter((value) => value !== undefined));
    const round = (value: number): number => Math.round(value / unit);
    return [{ what, first: round(both.first), last: round(both.last), most: round(most) }];
  };
  return [
    ...figure(
      `anshi, resident ${MB}`,
      samples.map(({ anshi }) => anshi),
      MIB,
    ),
    ...figure(
      `PostgreSQL, private ${MB}`,
      samples.map(({ postgres }) => postgres),
      MIB,
    ),
    ...figure(
      "anshi, open handles",
      samples.map(({ handles }) => handles),
      1,
    ),
  ];
}

/** Generous on purpose: it finds a leak, not a habit. */
function growth(figures: SoakReport["memory"]): readonly string[] {
  return figures
    .filter(({ what, first, last }) => last > 1.5 * first + (what.endsWith(MB) ? 50 : 100))
    .map(({ what, first, last }) => `${what} grew from ${first} to ${last}`);
}
