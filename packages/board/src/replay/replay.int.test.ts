import { parsePeriod, parseRuleSet, ruleSet, ruleSetData, zone } from "@anshi/domain";
import { append, type LedgerId, type NewEvent, UnfitDatabase } from "@anshi/ledger";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { board } from "../board.js";
import { BOARD_SCHEMA, BOARD_SETTINGS } from "../migrate.js";
import { checkpoint, projection } from "../projection.js";
import { publish } from "../publication/publish.js";
import { type BoardDatabase, boardDatabase, newEvent } from "../testing.js";
import { type ReplayOptions, replay } from "./replay.js";
import { openShadow, REPLAY_SCHEMA, ReplayUnderWay } from "./shadow.js";

const shanghai = zone("Asia/Shanghai");
const DAY = 86_400_000;
const start = Date.parse("2026-01-05T01:00:00Z");
const now = Date.parse("2026-11-26T00:00:00Z");
const ledger = "3209" as LedgerId;

let database: BoardDatabase;
beforeAll(async () => {
  database = await boardDatabase();
  const calendar = { year: 2026, off: ["2026-01-01"], work: [], notice: "first" };
  await record(
    newEvent("io.anshi.unit.registered.v1", ledger, "urn:test", "u", start, { id: "320902", name: "亭湖区" }),
    newEvent("io.anshi.calendar.published.v1", "cn-2026", "urn:test", "c1", start, calendar),
  );
  for (let month = 1; month <= 4; month += 1) {
    await record(...Array.from({ length: 60 }, (_none, n) => dispatch(month, n)).flat());
    await publishMonth(`2026-0${month}`);
    // Corrected and entered late, after it was published.
    await record(
      newEvent("io.anshi.record.retracted.v1", `${month}-1`, "urn:test", `r${month}`, at(month, 40), {
        ...{ source: "urn:test", id: `${month}-1/verified`, reason: "wrong case" },
      }),
      newEvent("io.anshi.dispatch.verified.v1", `${month}-0`, "urn:test", `l${month}`, at(month, 9), {
        result: "refuted",
      }),
    );
  }
  // The holidays are another, months later.
  const extended = {
    ...calendar,
    off: [...calendar.off, "2026-02-02", "2026-02-03", "2026-03-09"],
    notice: "second",
  };
  await record(
    newEvent("io.anshi.calendar.published.v1", "cn-2026", "urn:test", "c2", start + DAY, extended),
  );
  await publishMonth("2026-Q1");
});
afterAll(() => database.close());

const at = (month: number, day: number): number => Date.UTC(2026, month - 1, 1, 1) + day * DAY;

function dispatch(month: number, n: number): readonly NewEvent[] {
  const subject = `${month}-${n}`;
  const issued = at(month, n / 4);
  const event = (act: string, time: number, data: object) =>
    newEvent(`io.anshi.dispatch.${act}.v1`, subject, "urn:test", `${subject}/${act}`, time, { ...data });
  const unit = n % 3 === 0 ? "320902" : "320903";
  return n % 5 === 0
    ? [event("issued", issued, { unit })]
    : [
        event("issued", issued, { unit }),
        event("verified", issued + (18 + (n % 7)) * DAY, { result: "confirmed" }),
      ];
}

async function record(...events: readonly NewEvent[]): Promise<void> {
  await append(database.pool, ledger, { events, rejected: [], door: "file" });
  await project();
}
async function project(): Promise<void> {
  const own = projection({ pool: database.pool, ledger, zone: shanghai, rules: ruleSet });
  while ((await own.step()).outcome !== "at-head");
}
async function publishMonth(name: string): Promise<void> {
  const period = parsePeriod(name) ?? expect.fail(name);
  const pools = { reading: database.pool, appending: database.pool };
  await publish({ ...pools, ledger, zone: shanghai, rules: ruleSet, smallSample: 20, period, now });
  await project();
}

const replayed = (own: Partial<ReplayOptions> = {}) =>
  replay({
    ...{ pool: database.pool, database: { url: database.url }, ledger, zone: shanghai, smallSample: 20, now },
    ...{ threads: 0, ...own },
  });
const named = ({ differences }: Awaited<ReturnType<typeof replayed>>) =>
  differences.map(({ of, publication, measure, unit }) => `${of} ${publication} ${measure} ${unit}`);

describe("a replay", () => {
  it("finds all that was published and is served borne out by the events, here and in threads, whole and in part", async () => {
    const whole = await replayed();
    expect(whole).toMatchObject({ publications: 5, served: 12, differences: [], unknown: [] });
    expect(whole.figures).toBeGreaterThan(17 * 24);
    expect(await replayed({ threads: 2 })).toEqual(whole);
    expect(await replayed({ upTo: 250n })).toMatchObject({
      position: 250n,
      publications: 2,
      differences: [],
    });
  });

  it("tells which figures would be others under other rules, and under another calendar", async () => {
    const data = ruleSetData(ruleSet);
    const rules = data.rules.map((rule) =>
      rule.clock === "dispatch.verify" ? { ...rule, length: { days: 20, of: "working-days" } } : rule,
    );
    const read = parseRuleSet({ version: "trial", rules });
    if (!read.ok) return expect.fail(read.faults.join());
    const tried = await replayed({ rules: read.rules });
    expect(named(tried)).toContain(`published 2026-02.1 19.1 ${ledger}`);
    expect(tried.differences.every(({ measure }) => measure.startsWith("19."))).toBe(true);
    const one = tried.differences.find(({ publication }) => publication === "2026-02.1");
    expect(one?.replayed?.kept).toBeGreaterThan(one?.shown?.kept ?? 0);

    const year = (off: readonly string[]) => [{ year: 2026, off, work: [], version: "trial" }];
    const festival = Array.from({ length: 20 }, (_none, n) => `2026-02-${String(n + 1).padStart(2, "0")}`);
    expect(named(await replayed({ calendar: year(["2026-01-01", ...festival]) }))).toContain(
      `published 2026-02.1 19.1 ${ledger}`,
    );
    // Nothing is counted in that year.
    const other = [{ year: 2031, off: [], work: [], version: "trial" }];
    expect(named(await replayed({ calendar: other }))).toEqual([]);
  });

  it("finds no fault with a board that is being built anew, and will not read one of another version", async () => {
    const { pool } = database;
    await pool.query("insert into mark (ledger, position) values ($1, 1000000)", [ledger]);
    expect((await replayed()).differences).toEqual([]);
    await pool.query("delete from mark");
    await pool.query("update projection set version = version - 1");
    await expect(replayed()).rejects.toThrow(UnfitDatabase);
    await pool.query("update projection set version = version + 1");
  });

  it("names each figure that the events do not bear out, published or served", async () => {
    const { rows } = await database.pool.query<{ body: string; position: string }>(
      "select body, position from ledger.event where event_id = '2026-02.1:19.1'",
    );
    const [{ body, position } = { body: "", position: "" }] = rows;
    await database.pool.query("alter table ledger.event_p00000 disable trigger append_only");
    const alter = (text: string) =>
      database.pool.query("update ledger.event_p00000 set body = $2 where position = $1", [position, text]);
    await alter(body.replace(/"kept":\d+/u, '"kept":999'));
    const forged = await replayed();
    expect(named(forged)).toEqual([expect.stringMatching(/^published 2026-02\.1 19\.1 /u)]);
    expect(forged.differences[0]?.shown?.kept).toBe(999);
    await alter(body);
    expect(named(await replayed())).toEqual([]);

    // What the API adds up, and what dashboards count.
    for (const tampering of ["marks = ''", "outcome = 'late'"]) {
      await database.pool.query(
        `update clock set ${tampering} where (started_by, known_from) =
           (select started_by, known_from from clock where outcome = 'kept' and known_to is null and slot = 1
             order by started_by limit 1)`,
      );
      await database.pool.query("truncate anchor, node, node_64");
      const served = named(await replayed());
      expect(served).toContain(`served null 19.1 ${ledger}`);
      // What is published is held against the events, not against the board.
      expect(served.filter((each) => each.startsWith("published"))).toEqual([]);
      await database.pool.query("truncate clock, live, checkpoint, reference_step");
      await project();
    }
    expect(named(await replayed())).toEqual([]);
  });

  it("ends at once when it is interrupted, and leaves nothing", async () => {
    const ending = new AbortController();
    ending.abort();
    await expect(replayed({ signal: ending.signal })).rejects.toThrow();
    expect(await schemas()).toEqual([BOARD_SCHEMA]);
  });
});

async function schemas(): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ name: string }>(
    "select nspname as name from pg_namespace where nspname like 'board%' and nspname <> 'board_sql' order by 1",
  );
  return rows.map(({ name }) => name);
}

describe("a shadow board", () => {
  const openPool = (schema: string): pg.Pool =>
    new pg.Pool({
      connectionString: database.url,
      options: [`search_path=${schema}`, ...BOARD_SETTINGS].map((setting) => `-c ${setting}`).join(" "),
      max: 4,
    });
  const open = (own: { readonly upTo?: bigint } = {}) =>
    openShadow({ openPool, ledger, zone: shanghai, ...own });
  const never = new AbortController().signal;

  it("is the serving one up to a position, one at a time, and nothing is left of it", async () => {
    const shadow = await open({ upTo: 200n });
    await expect(open()).rejects.toThrow(ReplayUnderWay);
    const steps: number[] = [];
    await shadow.fill((done) => steps.push(done), never);
    expect(steps.at(-1)).toBe(200);
    const pool = openPool(REPLAY_SCHEMA);
    const query = {
      ledger,
      zone: shanghai,
      rules: ruleSet,
      asOf: now,
      window: {},
      cohort: "settled",
    } as const;
    expect((await board(pool, query)).measures).toEqual(
      (await board(database.pool, { ...query, knownAt: 200n })).measures,
    );
    await pool.end();
    await shadow.close();
    expect(await schemas()).toEqual([BOARD_SCHEMA]);
  });

  it("re-enacts history: an event is there when its time has come, and not before", async () => {
    const shadow = await open();
    const pool = openPool(REPLAY_SCHEMA);
    try {
      expect(await shadow.beginning("occurred")).toBe(start);
      let time = start;
      let asked = 0;
      const playing = shadow.play(
        "occurred",
        () => {
          asked += 1;
          return time;
        },
        never,
      );
      for (let day = 0; day < 100; day += 10) {
        time = start + day * DAY;
        const before = asked;
        while (asked < before + 3) await new Promise((resolve) => setTimeout(resolve, 5));
        const reached = (await checkpoint(pool, ledger)) ?? 0n;
        const { rows } = await database.pool.query<{ ahead: string }>(
          `select count(*) as ahead from ledger.event
            where position <= $1 and occurred_at > $2 and source <> 'urn:anshi:system'`,
          [reached, new Date(time)],
        );
        expect({ day, ahead: rows[0]?.ahead }).toEqual({ day, ahead: "0" });
        if (day > 70) expect(reached).toBeGreaterThan(200n);
        if (day < 20) expect(reached).toBeLessThan(200n);
      }
      time = now;
      await playing;
      expect(await checkpoint(pool, ledger)).toBe(await checkpoint(database.pool, ledger));
    } finally {
      await pool.end();
      await shadow.close();
    }
    expect(await schemas()).toEqual([BOARD_SCHEMA]);
  });
});
