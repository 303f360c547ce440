import { readFileSync } from "node:fs";
import { decode } from "@anshi/domain";
import { describe, expect, it } from "vitest";
import { readMapping } from "./check.js";
import { compile, type RowEvent } from "./compile.js";
import { MappingFaults } from "./fault.js";
import type { Cell } from "./row.js";

const boston = readMapping(
  readFileSync(new URL("../../../docs/examples/boston311.mapping.yaml", import.meta.url), "utf8"),
);
const columns = ["case_id", "department", "open_dt", "target_dt", "closed_dt", "official_ontime"];
const eventsOf = (made: readonly RowEvent[]) =>
  made.map((each) => ("event" in each ? each.event : each.fault));

describe("the Boston mapping", () => {
  const map = compile(boston, columns);
  const issued = {
    specversion: "1.0",
    type: "io.anshi.dispatch.issued.v1",
    source: "https://data.boston.gov/311",
  };
  const verified = { ...issued, type: "io.anshi.dispatch.verified.v1", data: { result: "confirmed" } };

  it("gives a dispatch and its verification", () => {
    const cells = [
      "101001240735",
      "PWDx",
      "2015-01-01T00:25:23",
      "2015-01-16T08:30:00",
      "2015-01-02T16:17:43",
      "ONTIME",
    ];
    expect(eventsOf(map({ number: 2, cells }))).toEqual([
      {
        ...issued,
        id: "101001240735/issued",
        subject: "101001240735",
        time: "2015-01-01T00:25:23-05:00",
        data: { unit: "PWDx", dueAt: "2015-01-16T08:30:00-05:00" },
      },
      {
        ...verified,
        id: "101001240735/verified",
        subject: "101001240735",
        time: "2015-01-02T16:17:43-05:00",
      },
    ]);
  });

  it("gives only the dispatch of an open case, and nothing of one without a target", () => {
    const open = ["1", "GEN_", "2015-05-01T10:00:00", "2015-05-04T10:00:00", "", "OVERDUE"];
    expect(eventsOf(map({ number: 1, cells: open })).map((event) => "type" in event && event.type)).toEqual([
      issued.type,
    ]);
    const untargeted = ["1", "INFO", "2015-01-01T00:20:09", "", "2015-01-02T09:08:42", "ONTIME"];
    expect(map({ number: 1, cells: untargeted })).toEqual([]);
  });

  it("keeps wall clocks across both clock changes", () => {
    const cells = [
      "9",
      "P&R/x",
      "2015-03-08T02:30:00",
      "2015-11-01T01:30:00",
      "2015-11-01T03:00:00",
      "ONTIME",
    ];
    expect(eventsOf(map({ number: 1, cells }))).toMatchObject([
      { time: "2015-03-08T03:30:00-04:00", data: { unit: "P_R_x", dueAt: "2015-11-01T01:30:00-04:00" } },
      { time: "2015-11-01T03:00:00-05:00" },
    ]);
  });

  it("makes events the service accepts", () => {
    const cells = [
      "9",
      "PWDx",
      "2015-03-08T02:30:00",
      "2015-11-01T01:30:00",
      "2015-11-01T03:00:00",
      "ONTIME",
    ];
    for (const event of eventsOf(map({ number: 1, cells }))) {
      expect(decode(event, { now: Date.parse("2026-11-23T00:00:00Z"), maxAheadMs: 0 })).toMatchObject({
        ok: true,
      });
    }
  });

  it("names every column the file lacks, and those it has", () => {
    expect(() => compile(boston, ["case_id", "open_dt", "open_dt"])).toThrow(MappingFaults);
    try {
      compile(boston, ["case_id", "open_dt", "open_dt"]);
    } catch (error) {
      const text = String(error);
      expect(text).toContain(
        'events[0].data.unit: the file has no column "department"; it has: case_id, open_dt, open_dt',
      );
      expect(text).toContain('events[1].time: the file has no column "closed_dt"');
      expect(text).toContain('events[0].time: the file has more than one column "open_dt"');
    }
  });
});

describe("a mapping of every form", () => {
  const source = `
timeZone: Asia/Shanghai
constants: { 来源: "urn:yc:old", 局: "320902" }
events:
  - when: { equals: { 类型: 投诉 }, in: { 状态: [新, 结] }, absent: [作废] }
    type: io.anshi.complaint.received.v1
    source: "{来源}"
    id: "{编号}/r"
    subject: "{编号}"
    time: 登记日
    data:
      unit: "{局}"
      online: { boolean: 涉网 }
      channel: { column: 渠道, map: { 电话: phone }, default: other }
      category: "{大类}/{小类}"
  - when: { in: { 状态: [结] } }
    type: io.anshi.complaint.rated.v1
    source: "{来源}"
    id: "{编号}/p"
    subject: "{编号}"
    time: { column: 登记日 }
    data: { score: { column: 分, as: number } }
`;
  const heads = ["编号", "类型", "状态", "作废", "登记日", "涉网", "渠道", "大类", "小类", "分"];
  const map = compile(readMapping(source), heads);
  const row = (...cells: readonly Cell[]) => ({ number: 3, cells });
  const made = (...cells: readonly Cell[]) => eventsOf(map(row(...cells)));

  it("reads cells of text, numbers, booleans and dates", () => {
    const at = new Date("2026-03-05T14:30:00Z");
    expect(made(42, "投诉", "新", null, at, true, "电话", "食品", "糕点", null)).toMatchObject([
      {
        id: "42/r",
        time: "2026-03-05T14:30:00+08:00",
        data: { unit: "320902", online: true, channel: "phone", category: "食品/糕点" },
      },
    ]);
  });

  it("leaves out what is empty, takes defaults, stamps a bare date at noon in row order", () => {
    const day = new Date("2026-03-05T00:00:00Z");
    const [event] = made("a", "投诉", "新", " ", day, "", "", "食品", "", "");
    expect(event).toMatchObject({ time: "2026-03-05T12:00:00.002+08:00" });
    expect(event).toHaveProperty("data", { unit: "320902", channel: "other" });
  });

  it("rejects what it cannot read of one event, not the other events of the row", () => {
    expect(made("a", "投诉", "结", "", "2026-03-05", "maybe", "电话", "", "", "5")).toMatchObject([
      {
        path: "events[0].data.online",
        message: '涉网: expected yes or no (是/否, true/false, 1/0), found "maybe"',
      },
      { id: "a/p", data: { score: 5 } },
    ]);
    expect(made("a", "投诉", "结", "", "neulich", "是", "", "", "", "five")).toMatchObject([
      { path: "events[0].time", message: '登记日: expected a date or a time, found "neulich"' },
      { path: "events[1].time" },
    ]);
    expect(made("", "投诉", "新", "", "2026-03-05", "", "", "", "", "")).toMatchObject([
      { path: "events[0].id" },
    ]);
  });

  it("rejects a row whose cells do not fit the header", () => {
    expect(made("a", "投诉")).toEqual([
      { path: "row", message: "expected 10 cells as in the header, found 2" },
    ]);
  });

  it("gives nothing where the condition does not hold", () => {
    expect(made("a", "举报", "新", "", "2026-03-05", "", "", "", "", "")).toEqual([]);
    expect(made("a", "投诉", "旧", "", "2026-03-05", "", "", "", "", "")).toEqual([]);
    expect(made("a", "投诉", "新", "是", "2026-03-05", "", "", "", "", "")).toEqual([]);
  });

  it("does not take a date for an instant", () => {
    const due = compile(
      readMapping(
        'timeZone: UTC\nevents: [{ type: io.anshi.dispatch.issued.v1, source: a, id: "{n}", subject: "{n}", time: t, data: { unit: "3209", dueAt: { instant: d } } }]',
      ),
      ["n", "t", "d"],
    );
    expect(eventsOf(due({ number: 1, cells: ["1", "2026-01-01", "2026-01-09"] }))).toMatchObject([
      { path: "events[0].data.dueAt" },
    ]);
  });

  it("refuses a constant named like a column", () => {
    expect(() => compile(readMapping(source), [...heads, "局"])).toThrow(/a constant and a column/u);
  });
});
