import { ruleSet } from "@anshi/domain";
import { append, type LedgerId } from "@anshi/ledger";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projection } from "./projection.js";
import { shanghai } from "./testing/streams.js";
import { type BoardDatabase, boardDatabase, newEvent } from "./testing.js";

const ledger = "3209" as LedgerId;
const T = "2026-02-10T05:00:00Z";
let database: BoardDatabase;

const event = (
  type: string,
  subject: string,
  id: string,
  time: string,
  data: Readonly<Record<string, unknown>>,
) => newEvent(`io.anshi.${type}.v1`, subject, "urn:test", id, Date.parse(time), data);
const retracted = (subject: string, id: string) =>
  event("record.retracted", subject, `${id} retracted`, "2026-02-01T00:00:00Z", {
    source: "urn:test",
    id,
    reason: "entered by mistake",
  });
const comparator = (measure: string, period: string, value: number) =>
  event("comparator.published", measure, `${measure} ${period}`, "2026-01-01T00:00:00Z", {
    measure,
    period,
    value,
    basis: "全国平均",
  });

beforeAll(async () => {
  database = await boardDatabase();
  const events = [
    event("unit.registered", "u1", "u1", "2026-01-01T00:00:00Z", { id: "u1", name: "甲" }),
    event("unit.registered", "u1", "u1 renamed", "2026-01-02T00:00:00Z", { id: "u1", name: "乙" }),
    retracted("u1", "u1 renamed"),
    // In a circle each hangs under the root by itself; u4 leads into it.
    event("unit.registered", "u2", "u2", "2026-01-01T00:00:00Z", { id: "u2", name: "u2", parent: "u3" }),
    event("unit.registered", "u3", "u3", "2026-01-01T00:00:00Z", { id: "u3", name: "u3", parent: "u2" }),
    event("unit.registered", "u4", "u4", "2026-01-01T00:00:00Z", { id: "u4", name: "u4", parent: "u2" }),
    comparator("26.1a", "2026", 0.5),
    comparator("26.1a", "2026-Q1", 0.7),
    comparator("26.1a", "2026-01", 0.6),
    comparator("26.1b", "2026", 0.9),
    retracted("26.1b", "26.1b 2026"),
    event("calendar.published", "cn-2026", "no holiday", "2026-01-01T00:00:00Z", {
      year: 2026,
      off: ["2026-03-03"],
      work: [],
      notice: "test",
    }),
    retracted("cn-2026", "no holiday"),
    event("dispatch.issued", "D1", "D1", "2026-01-10T01:00:00Z", { unit: "u1", dueOn: "2026-01-31" }),
    event("dispatch.issued", "D2", "D2", "2026-02-02T01:00:00Z", {
      unit: "u1",
      dueAt: "2026-02-10T04:00:00Z",
    }),
    event("dispatch.verified", "D1", "D1 verified", "2026-01-31T04:00:00Z", { result: "confirmed" }),
    // After which the known time lies on T's own day, before D2 lapses on it.
    event("dispatch.issued", "D3", "D3", "2026-02-10T01:00:00Z", { unit: "u4", dueOn: "2026-02-13" }),
  ];
  await append(database.pool, ledger, { events, rejected: [], door: "file" });
  const project = projection({ pool: database.pool, ledger, zone: shanghai, rules: ruleSet, sealEvery: 1 });
  while ((await project.step()).outcome !== "at-head");
});
afterAll(() => database.close());

const rows = async (text: string) => (await database.pool.query(text)).rows;

describe("figures of a small ledger", () => {
  it("count what lapsed on T's own day", async () => {
    expect(
      await rows(`
        select unit, kept, overdue, pending, value_text, met_text, late_budget
          from figures('3209', as_of => '${T}', measures => '{19.1}') where pending + counted > 0`),
    ).toEqual([
      {
        unit: "3209",
        kept: "1",
        overdue: "1",
        pending: "1",
        value_text: "50.00%",
        met_text: "未达标",
        late_budget: "-1",
      },
      {
        unit: "u1",
        kept: "1",
        overdue: "1",
        pending: "0",
        value_text: "50.00%",
        met_text: "未达标",
        late_budget: "-1",
      },
      {
        unit: "u2",
        kept: "0",
        overdue: "0",
        pending: "1",
        value_text: "无数据",
        met_text: "无数据",
        late_budget: null,
      },
      {
        unit: "u4",
        kept: "0",
        overdue: "0",
        pending: "1",
        value_text: "无数据",
        met_text: "无数据",
        late_budget: null,
      },
    ]);
  });

  it("say nothing of completion by what was closed", async () => {
    expect(
      await rows(`
        select measure, counted, met_text from figures(
          '3209', as_of => '${T}', cohort => 'closed', measures => '{19.1,19.2}', units => '{3209}')`),
    ).toEqual([
      { measure: "19.1", counted: "1", met_text: "达标" },
      { measure: "19.2", counted: "0", met_text: "无数据" },
    ]);
  });

  it("are of whole months, their last day included", async () => {
    expect(
      await rows(`
        select month::text, kept, overdue from figures_by_month(
          '3209', '2026-01-05', as_of => '${T}', measures => '{19.1}', units => '{3209}')`),
    ).toEqual([
      { month: "2026-01-01", kept: "1", overdue: "0" },
      { month: "2026-02-01", kept: "0", overdue: "1" },
    ]);
  });

  it("are held against the shortest of the periods that began last, and against none that was retracted", async () => {
    expect(
      await rows(`
        select measure, threshold::float, comparator_period from figures(
          '3209', as_of => '${T}', measures => '{26.1a,26.1b}', units => '{3209}')`),
    ).toEqual([
      { measure: "26.1a", threshold: 0.6, comparator_period: "2026-01" },
      { measure: "26.1b", threshold: null, comparator_period: null },
    ]);
  });

  it("are of units as they stand registered, the members of a circle right below the root", async () => {
    expect(await rows("select unit, unit_name, parent, depth from units('3209') order by unit")).toEqual([
      { unit: "3209", unit_name: null, parent: null, depth: 0 },
      { unit: "u1", unit_name: "甲", parent: "3209", depth: 1 },
      { unit: "u2", unit_name: "u2", parent: "3209", depth: 1 },
      { unit: "u3", unit_name: "u3", parent: "3209", depth: 1 },
      { unit: "u4", unit_name: "u4", parent: "u2", depth: 2 },
    ]);
  });

  it("know no holiday that was retracted", async () => {
    expect(
      await rows(
        "select working_day('3209', '2026-03-03'), working_day('3209', '2026-10-01') as national_day",
      ),
    ).toEqual([{ working_day: true, national_day: false }]);
  });

  it("rank none that has too few", async () => {
    const ranked = (least: number) =>
      rows(`
        select unit, rank, ranked from ranking(
          '3209', as_of => '${T}', measures => '{19.1}', small_sample => ${least}) order by unit`);
    expect((await ranked(3)).map(({ rank, ranked: n }) => [rank, n])).toEqual(Array(3).fill([null, "0"]));
    expect(await ranked(2)).toEqual([
      { unit: "u1", rank: "1", ranked: "1" },
      { unit: "u2", rank: null, ranked: "1" },
      { unit: "u3", rank: null, ranked: "1" },
    ]);
  });

  it("are asked by what people type", async () => {
    expect(
      await rows(`
        select instant_of('3209', '2026-02-10 13:00') = '${T}' as local, instant_of('3209', '2026-02-10T05:00:00Z') = '${T}' as own,
               instant_of('3209', 'now') = now() as now, position_of('3209', ' 3 ') as position, position_of('3209', '') as none,
               position_of('3209', '2000-01-01') as before`),
    ).toEqual([{ local: true, own: true, now: true, position: "3", none: null, before: "0" }]);
  });
});
