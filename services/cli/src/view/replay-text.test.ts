import type { BoardRow, ReplayReport } from "@anshi/board";
import type { LedgerId, Position } from "@anshi/ledger";
import { expect, it } from "vitest";
import { replayLines } from "./replay-text.js";

const row = (kept: number, rateText: string) =>
  ({ measure: "19.1", numerator: kept, counted: 9, rate: kept / 9, rateText, kept, pending: 1 }) as BoardRow;

it("tells of a figure what differs, the rate as people read it first", () => {
  const difference = {
    ...{ of: "published", publication: "2026-10.1", measure: "19.1", unit: "320902" },
    ...{ question: { window: {}, asOf: 0, knownAt: 0n, cohort: "settled" } },
    ...{ shown: row(8, "88.88"), replayed: row(7, "77.77") },
  };
  const report = {
    ...{ ledger: "3209" as LedgerId, position: 9n as Position, events: 9, publications: 1, served: 0 },
    ...{ figures: 1, differences: [difference], unknown: [] },
  } as unknown as ReplayReport;
  expect(replayLines(report, true)).toEqual({
    differences: ["  2026-10.1:19.1:320902: published 88.88 (8/9), kept 8; would be 77.77 (7/9), kept 7"],
    summary: expect.stringContaining("1 would be others"),
  });
});
