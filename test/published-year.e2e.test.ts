import { spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  BOARD_SCHEMA,
  BOARD_SETTINGS,
  board,
  figuresOf,
  migrateBoard,
  type Projection,
  projection,
  publications,
  publish,
  rebuild,
  recompute,
} from "@anshi/board";
import { type SimulationOptions, simulate, textOf } from "@anshi/cli";
import { canonical, decode, parseDay, parsePeriod, periodOf, ruleSet, zone } from "@anshi/domain";
import { append, type LedgerId, migrate, type NewEvent } from "@anshi/ledger";
import { run, startCluster, stopCluster } from "@anshi/test-postgres/cluster";
import { root } from "@anshi/test-postgres/root";
import { have, pathOf } from "@anshi/test-tools";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/**
 * G5: a year with corrections, published monthly. Each publication, computed again from the board and from the ledger's events alone,
 * equals what was published bit for bit: at once, after a rebuild, after the calendar of the year was changed, and after a dump was
 * restored into an empty server.
 */
const CASES = Number(process.env.ANSHI_TEST_CASES ?? 1_500);
const SOURCE = "urn:anshi:year";
const ledger = "3209" as LedgerId;
const shanghai = zone("Asia/Shanghai");
const cli = join(root, "services/cli/bin/anshi.mjs");

const year: SimulationOptions = {
  ...{ cases: CASES, seed: 2_020, units: 12, source: SOURCE, subjectPrefix: "Y", calendars: false },
  ...{ first: parseDay("2020-01-01") ?? 0, last: parseDay("2020-12-31") ?? 0 },
  disorder: { lateEntry: 0.05, duplicates: 0.02, corrections: 0.02, bad: 0, shuffle: 200 },
};

/** The State Council's notice of November 2019, and that of 27 January 2020, which made the Spring Festival longer. */
const days = (list: string): readonly string[] => list.split(" ").map((day) => `2020-${day}`);
const later =
  "04-04 04-05 04-06 05-01 05-02 05-03 05-04 05-05 06-25 06-26 06-27 10-01 10-02 10-03 10-04 10-05 10-06 10-07 10-08";
const work = days("04-26 05-09 06-28 09-27 10-10");
const festival = "01-01 01-24 01-25 01-26 01-27 01-28 01-29 01-30";
const notices = {
  first: { off: days(`${festival} ${later}`), work: [...days("01-19 02-01"), ...work] },
  extended: { off: days(`${festival} 01-31 02-01 02-02 ${later}`), work: [...days("01-19"), ...work] },
  /** Never was: it moves deadlines in every month. */
  changed: {
    off: days(`${festival} 02-03 02-04 03-09 03-10 ${later} 07-06 07-07 08-10 09-14 11-09 11-10 12-07`),
    work,
  },
};

let directory: string;
let bin: string;
let pool: pg.Pool;
let url: string;
let follower: Projection;
let ready = false;

const poolOf = (where: string, schema: string): pg.Pool =>
  new pg.Pool({
    connectionString: where,
    options: [`search_path=${schema}`, ...BOARD_SETTINGS].map((setting) => `-c ${setting}`).join(" "),
    max: 4,
  });

beforeAll(async () => {
  ready = have("postgresServer", "postgresClient");
  if (!ready) return;
  // Debian's own directory, where every program of the server is, whatever links lead there.
  bin = dirname(realpathSync(pathOf("initdb") ?? ""));
  directory = await mkdtemp(join(tmpdir(), "anshi-year-"));
  url = await startCluster(directory, { durable: false, bin });
  pool = poolOf(url, BOARD_SCHEMA);
  await migrate(pool);
  await migrateBoard(pool);
  follower = projection({ pool, ledger, zone: shanghai, rules: ruleSet });
  await live();
}, 600_000);
afterAll(async () => {
  if (!ready) return;
  await pool.end();
  await stopCluster(directory, bin);
  await rm(directory, { recursive: true, force: true });
});

async function follow(): Promise<void> {
  while ((await follower.step()).outcome !== "at-head");
}

async function take(...events: readonly NewEvent[]): Promise<void> {
  await append(pool, ledger, { events, rejected: [], door: "file" });
  await follow();
}

function decoded(event: unknown): NewEvent {
  const outcome = decode(event, { now: Date.UTC(2026, 5, 1), maxAheadMs: 0 });
  if (!outcome.ok) throw new Error(outcome.rejection.message);
  return outcome.event;
}

const notice = (
  id: string,
  time: string,
  own: { readonly off: readonly string[]; readonly work: readonly string[] },
) =>
  decoded({
    ...{ specversion: "1.0", id, source: "urn:test:notice", subject: "cn-2020", time },
    ...{ type: "io.anshi.calendar.published.v1", data: { year: 2020, notice: id, ...own } },
  });

/** The year as it came in: each month is published when it has ended, with a few days, the quarters and the year. */
async function live(): Promise<void> {
  await take(notice("first", "2019-11-21T00:00:00Z", notices.first));
  const demand = async (name: string): Promise<void> => {
    await follow();
    const period = parsePeriod(name) ?? expect.fail(name);
    const pools = { reading: pool, appending: pool };
    const now = Date.UTC(2026, 5, 1);
    await publish({ ...pools, ledger, zone: shanghai, rules: ruleSet, smallSample: 20, period, now });
  };
  let batch: NewEvent[] = [];
  let today = year.first;
  for (const message of simulate(year)) {
    const day = Math.max(today, shanghai.dayOf(message.arrivesAt));
    if (day > today) {
      await take(...batch);
      batch = [];
      for (const ended of ["day", "month", "quarter"] as const) {
        const last = periodOf(ended, today);
        const isSome = ended !== "day" || today % 60 === 0 || last.name === "2020-01-25";
        if (isSome && periodOf(ended, day).name !== last.name) await demand(last.name);
      }
      // The notice came four days before the month's end.
      if (today < (parseDay("2020-01-27") ?? 0) && day >= (parseDay("2020-01-27") ?? 0))
        await take(notice("extended", "2020-01-27T00:00:00Z", notices.extended));
      today = day;
    }
    batch.push(decoded(JSON.parse(textOf(message, SOURCE))));
  }
  await take(...batch);
  for (const name of ["2020-12", "2020-Q4", "2020"])
    if (!(await names()).includes(`${name}.1`)) await demand(name);
  await follow();
}

const names = async (): Promise<readonly string[]> => (await publications(pool, ledger)).map(({ id }) => id);

/** Every figure that does not come out as published, from the board and from the events alone. */
async function unequal(db: pg.Pool, where: string): Promise<readonly string[]> {
  const found: string[] = [];
  let figures = 0;
  for (const publication of await publications(db, ledger)) {
    const checks = await recompute(db, publication);
    figures += checks.length;
    found.push(...checks.filter(({ equal }) => !equal).map(({ figure }) => figure));
  }
  expect(figures).toBeGreaterThan(20 * 12 * 13);
  const replayed = spawnSync(process.execPath, [cli, "replay", "--quiet", "--json"], {
    env: { ...process.env, ANSHI_DATABASE_URL: where, ANSHI_LEDGER: ledger },
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const report = JSON.parse(replayed.stdout) as {
    readonly differences: readonly object[];
    readonly publications: number;
  };
  expect({ status: replayed.status, differences: report.differences.slice(0, 3) }).toEqual({
    status: 0,
    differences: [],
  });
  expect(report.publications).toBe((await publications(db, ledger)).length);
  return found;
}

/** All that was published, as text. */
async function told(db: pg.Pool): Promise<string> {
  const all = [];
  for (const publication of await publications(db, ledger)) {
    const rows = (await figuresOf(db, publication)).map(({ position, ...row }) => ({
      ...row,
      position: String(position),
    }));
    all.push({ id: publication.id, knownAt: String(publication.knownAt), rows });
  }
  return canonical(all);
}

describe("a year that was published month by month", () => {
  it("has publications of every length, and later knowledge that would make other figures", async ({
    skip,
  }) => {
    if (!ready) return skip();
    const published = await publications(pool, ledger);
    const kinds = published.map(({ period }) => period.kind);
    for (const [kind, n] of [
      ["month", 12],
      ["quarter", 4],
      ["year", 1],
    ] as const)
      expect([kind, kinds.filter((each) => each === kind).length]).toEqual([kind, n]);
    expect(kinds.filter((kind) => kind === "day").length).toBeGreaterThan(3);
    const calendars = new Set(
      published.map(({ calendar }) => calendar.find((version) => version.startsWith("cn-2020"))),
    );
    expect([...calendars].sort()).toEqual([
      "cn-2020@urn:test:notice#extended",
      "cn-2020@urn:test:notice#first",
    ]);
    expect(await changedSince()).toBeGreaterThan(100);
  });

  it("comes out as published, figure by figure", { timeout: 300_000 }, async ({ skip }) => {
    if (!ready) return skip();
    expect(await unequal(pool, url)).toEqual([]);
  });

  it("does so after the board was built anew", { timeout: 300_000 }, async ({ skip }) => {
    if (!ready) return skip();
    const before = await told(pool);
    const outcome = await rebuild({
      ...{ openPool: (schema) => poolOf(url, schema), zoneOf: () => shanghai, rules: ruleSet },
      ...{ database: { url }, threads: 2, now: () => Date.UTC(2021, 0, 15) },
    });
    expect(outcome).toMatchObject({ outcome: "switched" });
    expect(await unequal(pool, url)).toEqual([]);
    expect(await told(pool)).toBe(before);
  });

  it("does so after the calendar of that year was changed, which changes what is known now", {
    timeout: 300_000,
  }, async ({ skip }) => {
    if (!ready) return skip();
    const [before, changed] = [await told(pool), await changedSince()];
    await take(notice("changed", "2026-01-01T00:00:00Z", notices.changed));
    expect(await changedSince()).toBeGreaterThan(changed);
    expect(await unequal(pool, url)).toEqual([]);
    expect(await told(pool)).toBe(before);
  });

  it("does so after a dump was restored into an empty server, which goes on from there", {
    timeout: 300_000,
  }, async ({ skip }) => {
    if (!ready) return skip();
    const before = await told(pool);
    const other = await mkdtemp(join(tmpdir(), "anshi-restored-"));
    const where = await startCluster(other, { durable: false, bin });
    const restored = poolOf(where, BOARD_SCHEMA);
    try {
      const dump = join(other, "anshi.dump");
      await run("pg_dump", ["-Fc", "-f", dump, url], other, bin);
      // Roles belong to a server, not to a database: they come by themselves.
      const roles = spawnSync(join(bin, "pg_dumpall"), ["--roles-only", "-d", url], {
        encoding: "utf8",
      }).stdout;
      await restored.query(
        roles
          .split("\n")
          .filter((line) => / anshi_/u.test(line))
          .join("\n"),
      );
      await run("pg_restore", ["--exit-on-error", "-d", where, dump], other, bin);
      expect(await told(restored)).toBe(before);
      expect(await unequal(restored, where)).toEqual([]);

      const owner = poolOf(where, BOARD_SCHEMA);
      await migrate(owner);
      await migrateBoard(owner);
      await owner.end();
      const own = projection({ pool: restored, ledger, zone: shanghai, rules: ruleSet });
      const event = {
        ...{ specversion: "1.0", id: "new", source: "urn:test", subject: "new" },
        time: "2021-01-05T01:00:00Z",
      };
      const one = decoded({ ...event, type: "io.anshi.dispatch.issued.v1", data: { unit: "320902" } });
      await append(restored, ledger, { events: [one], rejected: [], door: "file" });
      while ((await own.step()).outcome !== "at-head");
      const again = await publish({
        ...{
          reading: restored,
          appending: restored,
          ledger,
          zone: shanghai,
          rules: ruleSet,
          smallSample: 20,
        },
        ...{ period: parsePeriod("2020-12") ?? expect.fail(), now: Date.UTC(2026, 5, 1), again: true },
      });
      expect(again.publication.id).toBe("2020-12.2");
    } finally {
      await restored.end();
      await stopCluster(other, bin);
      await rm(other, { recursive: true, force: true });
    }
  });
});

/** Published figures that would be others as known now: what was published stands against it. */
async function changedSince(): Promise<number> {
  let changed = 0;
  for (const publication of await publications(pool, ledger)) {
    const { asOf, cohort, smallSample, period } = publication;
    const { measures } = await board(pool, {
      ...{ ledger, zone: shanghai, rules: ruleSet, asOf, cohort, smallSample },
      window: { from: period.from, to: period.to },
    });
    const now = new Map(measures.map((row) => [`${row.measure} ${row.unit}`, row]));
    for (const { figure: _figure, formula: _formula, position: _position, ...row } of await figuresOf(
      pool,
      publication,
    ))
      if (canonical(row) !== canonical(now.get(`${row.measure} ${row.unit}`) ?? null)) changed += 1;
  }
  return changed;
}
