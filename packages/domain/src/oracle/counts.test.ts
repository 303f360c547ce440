import { describe, expect, test } from "vitest";
import { oracleCounts, oracleReceived } from "./counts.js";
import { oracle } from "./oracle.js";
import { chinaTime, type Told, tell } from "./told.js";
import { china, worldOf } from "./worlds.js";

const A = { unit: "A1", online: true };

// All received on Monday 2026-03-02, accepted or rejected by 2026-03-11.
const received: Told = ["received", "2026-03-02T10:00", A];
const cases = (local: string) =>
  [
    tell("complaint", received, ["rejected", "2026-03-05T10:00"]),
    tell("complaint", received, ["rejected", "2026-03-20T10:00"]),
    tell("complaint", received),
    tell("complaint", received, ["withdrawn", "2026-03-06T10:00"]),
    tell("complaint", received, ["withdrawn", "2026-03-30T10:00"]),
    tell(
      "complaint",
      received,
      ["accepted", "2026-03-04T10:00"],
      ["agreed", "2026-03-18T10:00"],
      ["rated", "2026-03-19T10:00", { score: 4 }],
    ),
    tell("complaint", received, ["accepted", "2026-03-04T10:00"], ["terminated", "2026-03-18T10:00"]),
  ].map((facts) => oracle(facts, chinaTime(local), worldOf(china)));

const none = { started: 0, kept: 0, late: 0, overdue: 0, pending: 0, void: 0, success: 0, failure: 0 };
const end = "2026-06-01T00:00";

describe("the settled cohort", () => {
  test("all time", () => {
    expect(oracleCounts(cases(end), {}, "settled")).toEqual({
      cells: [
        {
          kind: "complaint.accept",
          unit: "A1",
          online: true,
          origin: null,
          ...{ ...none, started: 7, kept: 3, late: 1, overdue: 2, void: 1 },
        },
        {
          kind: "complaint.mediate",
          unit: "A1",
          online: true,
          origin: null,
          ...{ ...none, started: 2, kept: 2, success: 1, failure: 1 },
        },
      ],
      ratings: [{ unit: "A1", online: true, n: 1, sum: 4 }],
    });
  });

  test.each([
    ["2026-03-04", "2026-03-05", { kept: 3 }],
    ["2026-03-06", "2026-03-06", { void: 1 }],
    ["2026-03-11", "2026-03-11", { late: 1, overdue: 2 }],
    ["2026-03-12", "2026-05-31", {}],
    ["2026-03-02", "2026-03-02", { started: 7 }],
  ])("each clock on its own day: %s to %s", (from, to, expected) => {
    expect(oracleCounts(cases(end), { from, to }, "settled").cells[0]).toMatchObject({
      ...none,
      ...expected,
    });
  });

  test("pending is a stock, whatever the window; outcomes after T are not known", () => {
    const window = { from: "2026-01-01", to: "2026-01-31" };
    expect(oracleCounts(cases("2026-03-05T00:00"), window, "settled").cells).toMatchObject([
      { ...none, pending: 5 },
      { ...none, pending: 2 },
    ]);
  });
});

describe("the received cohort", () => {
  test("by start day, state at T", () => {
    const window = { from: "2026-03-02", to: "2026-03-02" };
    expect(oracleReceived(cases(end), window).cells).toMatchObject([
      { ...none, started: 7, kept: 3, late: 1, overdue: 2, void: 1 },
      none,
    ]);
    expect(oracleReceived(cases("2026-03-05T00:00"), window).cells[0]).toMatchObject({
      started: 7,
      pending: 5,
    });
  });

  test("successes keep to their stop day, ratings to theirs", () => {
    const { cells, ratings } = oracleReceived(cases(end), { from: "2026-03-18", to: "2026-03-18" });
    expect(cells[1]).toMatchObject({ started: 0, kept: 0, success: 1, failure: 1 });
    expect(ratings).toEqual([]);
  });
});
