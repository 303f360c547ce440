import { BOARD_SCHEMA, migrateBoard, projection } from "@anshi/board";
import { canonical, type RejectionCode, ruleSet, zone } from "@anshi/domain";
import { append, type LedgerId, migrate } from "@anshi/ledger";
import { type Metrics, openLog, openMetrics } from "@anshi/runtime";
import { type FreshDatabase, freshDatabase } from "@anshi/test-postgres";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Reading } from "../reading.js";
import { collectAll } from "./collect.js";
import { collectReconciliation } from "./reconciliation.js";
import { sample, samples } from "./testing.js";

const ledger = "3209" as LedgerId;
const now = Date.parse("2026-11-20T10:00:00+08:00");
const shifts = [{ from: 540, to: 720 }];

let database: FreshDatabase;
let owner: pg.Pool;
let reader: pg.Pool;
beforeAll(async () => {
  database = await freshDatabase();
  const pool = (role: string) =>
    new pg.Pool({
      connectionString: database.url,
      options: `-c search_path=${BOARD_SCHEMA}${role === "" ? "" : ` -c role=${role}`}`,
    });
  owner = pool("");
  await migrate(owner);
  await migrateBoard(owner);
  reader = pool("anshi_reader");
});
afterAll(async () => {
  await Promise.all([owner?.end(), reader?.end()]);
  await database?.drop();
});

const reading = (over: Partial<Reading> = {}): Reading => ({
  pool: reader,
  rules: ruleSet,
  defaultLedger: ledger,
  configured: [ledger],
  zoneNameOf: () => "Asia/Shanghai",
  smallSample: 20,
  now: () => now,
  ...over,
});
const opened = (over: Partial<Reading> = {}): Metrics => {
  const metrics = openMetrics(openLog("silent"));
  collectAll(metrics, reading(over), { shifts, longOverdueDays: 30, publicUrl: "http://console.test/" });
  return metrics;
};
const told = async (metrics: Metrics) => samples(await metrics.text());

async function store(of: LedgerId, ids: readonly string[], codes: readonly RejectionCode[] = []) {
  const time = "2026-03-02T10:00:00.000Z";
  const events = ids.map((id) => {
    const type = "io.anshi.dispatch.issued.v1";
    const plain = { id, source: "urn:test", subject: id, time, type };
    return { ...plain, body: canonical({ ...plain, specversion: "1.0", data: { unit: "320902" } }) };
  });
  const rejected = codes.map((code) => ({
    rejection: { code, message: "refused", path: "", faults: [] },
    payload: Buffer.from(code),
    origin: "request 1",
  }));
  await append(owner, of, { door: "http", events, rejected });
}
function reference(type: string, subject: string, data: Readonly<Record<string, unknown>>) {
  const plain = {
    ...{ id: `${type}/${subject}`, source: "urn:test", subject },
    ...{ time: "2026-03-02T10:00:00.000Z", type: `io.anshi.${type}.v1` },
  };
  return { ...plain, body: canonical({ ...plain, specversion: "1.0", data } as never) };
}
const registered = (id: string, name: string) => reference("unit.registered", id, { id, name });
async function project(of: LedgerId): Promise<void> {
  const own = projection({ pool: owner, ledger: of, zone: zone("Asia/Shanghai"), rules: ruleSet });
  while ((await own.step()).outcome !== "at-head");
}

describe("the pipeline on /metrics", () => {
  it("shows an empty ledger as empty", async () => {
    const metrics = await told(opened());
    for (const name of [
      "anshi_ledger_position",
      "anshi_projection_position",
      "anshi_projection_lag_events",
      "anshi_projection_lag_seconds",
      "anshi_reconciliation_gap",
    ]) {
      expect([name, metrics.get(sample(name, { ledger }))]).toEqual([name, 0]);
    }
  });

  it("shows what waits for the board, until it does not", async () => {
    const metrics = opened();
    await store(ledger, ["a", "b", "c"]);
    await owner.query("select pg_sleep(0.01)");
    const of = async () => {
      const all = await told(metrics);
      const names = ["ledger_position", "projection_position", "projection_lag_events"];
      return {
        positions: names.map((name) => all.get(sample(`anshi_${name}`, { ledger }))),
        waits: Number(all.get(sample("anshi_projection_lag_seconds", { ledger }))) > 0,
      };
    };
    expect(await of()).toEqual({ positions: [3, 0, 3], waits: true });
    await project(ledger);
    expect(await of()).toEqual({ positions: [3, 3, 0], waits: false });
  });

  it("counts parked cases by kind", async () => {
    await owner.query(
      "insert into parked (ledger, kind, subject, known_from, reason) values ($1, 'lead', 'x', 1, 'test')",
      [ledger],
    );
    const metrics = await told(opened());
    const parked = (kind: string) => metrics.get(sample("anshi_parked_cases", { ledger, kind }));
    expect([parked("lead"), parked("dispatch")]).toEqual([1, 0]);
  });

  it("counts rejections on, the same in a process that starts anew", async () => {
    const of = async (metrics: Metrics) => {
      const all = await told(metrics);
      const n = (code: RejectionCode) => all.get(sample("anshi_rejected_total", { ledger, code }));
      return [n("not-json"), n("too-large"), n("unknown-type")];
    };
    const first = opened();
    expect(await of(first)).toEqual([0, 0, 0]);
    await store(ledger, [], ["not-json", "too-large", "not-json"]);
    expect(await of(first)).toEqual([2, 1, 0]);
    await store(ledger, [], ["not-json"]);
    expect([await of(first), await of(opened())]).toEqual([
      [3, 1, 0],
      [3, 1, 0],
    ]);
  });
});

describe("the reconciliation", () => {
  it("finds an event that is gone, and a board beyond its ledger", async () => {
    const other = "gap" as LedgerId;
    await store(other, ["a", "b", "c", "d", "e"]);
    await project(other);
    const gap = async (mostEvents?: bigint) => {
      const metrics = openMetrics(openLog("silent"));
      collectReconciliation(metrics, reading(), mostEvents);
      const seen: (readonly (number | undefined)[])[] = [];
      for (const _scrape of mostEvents === undefined ? [1] : [1, 2, 3]) {
        const all = await told(metrics);
        seen.push(
          ["anshi_reconciliation_gap", "anshi_reconciliation_position"].map((name) =>
            all.get(sample(name, { ledger: other })),
          ),
        );
      }
      return seen;
    };
    expect(await gap()).toEqual([[0, 5]]);
    // What the database itself would never allow.
    await owner.query("alter table ledger.event disable trigger all");
    await owner.query("delete from ledger.event where ledger = 'gap' and position = 2");
    expect(await gap()).toEqual([[1, 5]]);
    expect(await gap(2n)).toEqual([
      [1, 2],
      [1, 4],
      [1, 5],
    ]);
    await owner.query("update checkpoint set position = 7 where ledger = 'gap'");
    expect(await gap()).toEqual([[3, 7]]);
    await owner.query("update checkpoint set position = 5 where ledger = 'gap'");
  });
});

describe("the calendar on /metrics", () => {
  it("tells working hours, and the end of the last year published", async () => {
    const metrics = await told(opened());
    expect(metrics.get(sample("anshi_working_hours", { ledger }))).toBe(1);
    const until = Date.parse("2027-01-01T00:00:00+08:00") / 1_000;
    expect(metrics.get(sample("anshi_calendar_known_until_timestamp_seconds", { ledger }))).toBe(until);
    const saturday = await told(opened({ now: () => now + 86_400_000 }));
    expect(saturday.get(sample("anshi_working_hours", { ledger }))).toBe(0);
  });
});

describe("the feed on /metrics", () => {
  const silent = async (over: Partial<Reading> = {}) =>
    (await told(opened(over))).get(sample("anshi_feed_silent_working_seconds", { ledger }));

  it("is silent since the last event of a case, in working time", async () => {
    const { rows } = await owner.query<{ ms: string }>(
      "select max(extract(epoch from recorded_at) * 1000)::bigint as ms from ledger.event where ledger = $1",
      [ledger],
    );
    const last = Number(rows[0]?.ms);
    expect(await silent({ now: () => last })).toBe(0);
    // Two weeks on hold at least nine working days, and of each the three hours of the shift.
    expect(await silent({ now: () => last + 14 * 86_400_000 })).toBeGreaterThanOrEqual(2 * 3 * 3_600);
  });

  it("is not told of a ledger that never had one, nor revived by what is no case", async () => {
    const empty = "none" as LedgerId;
    const units = "units" as LedgerId;
    await append(owner, units, {
      door: "http",
      rejected: [],
      events: [registered("320902", "亭湖区")],
    });
    const all = await told(opened({ defaultLedger: empty }));
    for (const of of [empty, units])
      expect(all.get(sample("anshi_feed_silent_working_seconds", { ledger: of }))).toBeUndefined();
  });
});

describe("the names on /metrics", () => {
  it("tells what measures and units are called, the national figures and the small sample", async () => {
    const other = "names" as LedgerId;
    await append(owner, other, {
      ...{ door: "http", rejected: [] },
      events: [
        registered("320902", "亭湖区"),
        reference("comparator.published", "25.2", {
          ...{ measure: "25.2", period: "2026", value: 0.583, basis: "全国平均" },
        }),
        reference("comparator.published", "25.1a", {
          ...{ measure: "25.1a", period: "2025", value: 0.97, basis: "全国平均" },
        }),
      ],
    });
    await project(other);
    const all = await told(opened());
    const value = (name: string, labels: Readonly<Record<string, string>> = {}) =>
      all.get(Object.keys(labels).length === 0 ? name : sample(name, labels));
    expect(value("anshi_unit_info", { ledger: other, unit: "320902", name: "亭湖区", parent: other })).toBe(
      1,
    );
    expect(value("anshi_unit_info", { ledger: other, unit: other, name: "全部单位", parent: "" })).toBe(1);
    const info = (measure: string, name: string, line: string) =>
      value("anshi_measure_info", { measure, name, line });
    expect(info("19.1", "监测信息核查及时率", "own")).toBe(1);
    expect(info("25.2", "调解成功率", "national")).toBe(1);
    const national = "anshi_measure_national_ratio";
    expect(value(national, { ledger: other, measure: "25.2", period: "2026" })).toBe(0.583);
    expect(value(national, { ledger: other, measure: "25.1a", period: "2025" })).toBe(0.97);
    expect([...all.keys()].filter((name) => name.startsWith(national)).length).toBe(2);
    expect(value("anshi_small_sample")).toBe(20);
  });
});

describe("the steward on /metrics", () => {
  const jobs = async () => {
    const all = await told(opened());
    expect(all.get(sample("anshi_collector_failures_total", { collector: "steward" }))).toBe(0);
    return [...all].filter(([name]) => name.startsWith("anshi_steward"));
  };

  it("has nothing to say before there is one", async () => expect(await jobs()).toEqual([]));

  it("tells when each job last ended well, and how often it failed since", async () => {
    await owner.query(`
      create schema steward;
      create table steward.run (
        ledger text, job text, period text, started_at timestamptz, finished_at timestamptz, outcome text);
      grant usage on schema steward to anshi_reader;
      grant select on steward.run to anshi_reader;
      insert into steward.run values
        ('3209', 'seal', '1', '2026-11-01Z', '2026-11-01T00:00:00.5Z', 'failed'),
        ('3209', 'seal', '1', '2026-11-01Z', '2026-11-01T00:00:01Z', 'done'),
        ('3209', 'seal', '2', '2026-11-02Z', '2026-11-02T00:00:01Z', 'failed'),
        ('3209', 'seal', '2', '2026-11-02Z', null, null),
        -- What went well in one ledger says nothing of another.
        ('3210', 'seal', '1', '2026-11-02Z', '2026-11-03T00:00:01Z', 'failed'),
        ('3210', 'seal', '2', '2026-11-03Z', '2026-11-04T00:00:01Z', 'failed'),
        ('3209', 'report', '1', '2026-11-02Z', '2026-11-02T00:00:01Z', 'failed'),
        ('*', 'tick', '1', '2026-11-02Z', null, null)`);
    expect(await jobs()).toEqual([
      [
        sample("anshi_steward_job_last_success_timestamp_seconds", { ledger: "3209", job: "seal" }),
        1_793_491_201,
      ],
      ...[
        ["*", "tick", 0],
        ["3209", "report", 1],
        ["3209", "seal", 1],
        ["3210", "seal", 2],
      ].map(([ledger, job, n]) => [
        sample("anshi_steward_job_failures", { ledger: String(ledger), job: String(job) }),
        n,
      ]),
    ]);
  });
});

it("answers everything else when one collector fails", async () => {
  await owner.query("revoke select on ledger.rejection from anshi_reader");
  const metrics = opened();
  const failing = await told(metrics);
  await owner.query("grant select on ledger.rejection to anshi_reader");
  const failed = (collector: string) => failing.get(sample("anshi_collector_failures_total", { collector }));
  expect([failed("rejections"), failed("board"), failed("pipeline")]).toEqual([1, 0, 0]);
  expect([...failing.keys()].filter((name) => name.startsWith("anshi_rejected_total"))).toEqual([]);
  expect(failing.get(sample("anshi_ledger_position", { ledger }))).toBe(3);
  const again = await told(metrics);
  expect(again.get(sample("anshi_rejected_total", { ledger, code: "not-json" }))).toBe(3);
});
