import { describe, expect, test } from "vitest";
import { stateCouncilNotices } from "./notices.js";
import { dueOf, tell } from "./told.js";
import { china, worldOf } from "./worlds.js";

/** The parts of earlier notices that the vectors touch. */
const earlier = [
  {
    year: 2020,
    off: [...january(24, 31), "2020-02-01", "2020-02-02"],
    work: ["2020-01-19"],
  },
  {
    year: 2023,
    off: ["2023-01-21", "2023-01-22", "2023-01-23", "2023-01-24", "2023-01-25", "2023-01-26", "2023-01-27"],
    work: ["2023-01-28", "2023-01-29"],
  },
  {
    year: 2024,
    off: [
      ...["2024-02-10", "2024-02-11", "2024-02-12", "2024-02-13", "2024-02-14", "2024-02-15", "2024-02-16"],
      ...["2024-02-17", "2024-10-01", "2024-10-02", "2024-10-03", "2024-10-04", "2024-10-05", "2024-10-06"],
      "2024-10-07",
    ],
    work: ["2024-02-04", "2024-02-18", "2024-09-29", "2024-10-12"],
  },
];

function january(first: number, last: number): readonly string[] {
  return Array.from({ length: last - first + 1 }, (_, n) => `2020-01-${first + n}`);
}

const world = worldOf({ ...china, notices: [...earlier, ...stateCouncilNotices] });

describe("worked examples: due days by start day", () => {
  test.each([
    ["2026-09-18", "2026-09-29"],
    ["2026-09-30", "2026-10-15"],
    ["2026-09-20", "2026-09-30"],
    ["2026-09-19", "2026-09-29"],
    ["2026-02-13", "2026-03-02"],
    ["2026-04-30", "2026-05-13"],
    ["2026-11-20", "2026-12-01"],
    ["2026-11-21", "2026-12-01"],
    ["2026-11-22", "2026-12-01"],
    ["2020-01-21", "2020-02-07"],
    ["2023-01-20", "2023-02-03"],
    ["2024-09-27", "2024-10-12"],
  ])("complaint.accept from %s: %s", (start, due) => {
    const facts = tell("complaint", ["received", `${start}T10:00`, { unit: "A1" }]);
    expect(dueOf(facts, "complaint.accept", world)).toBe(due);
  });

  test.each([
    ["2026-09-18", "2026-10-15"],
    ["2026-01-30", "2026-02-27"],
    ["2025-09-25", "2025-10-22"],
  ])("lead.verify from %s: %s", (start, due) => {
    const facts = tell("lead", ["received", `${start}T10:00`, { unit: "A1", origin: "report" }]);
    expect(dueOf(facts, "lead.verify", world)).toBe(due);
  });

  test("lead.verify from 2026-01-30, extended: 2026-03-19", () => {
    const facts = tell(
      "lead",
      ["received", "2026-01-30T10:00", { unit: "A1", origin: "report" }],
      ["extended", "2026-02-03T10:00"],
    );
    expect(dueOf(facts, "lead.verify", world)).toBe("2026-03-19");
  });

  test("lead.verify from 2026-03-02, suspended 03-09 to 03-20: 2026-04-03", () => {
    const facts = tell(
      "lead",
      ["received", "2026-03-02T10:00", { unit: "A1", origin: "report" }],
      ["suspended", "2026-03-09T10:00", { reason: "鉴定" }],
      ["resumed", "2026-03-20T10:00"],
    );
    expect(dueOf(facts.slice(0, 1), "lead.verify", world)).toBe("2026-03-23");
    expect(dueOf(facts, "lead.verify", world)).toBe("2026-04-03");
  });

  test.each([
    ["45 working days", "2025-12-31", "2026-03-11"],
    ["45 working days", "2024-01-15", "2024-03-21"],
    ["60 days", "2026-08-03", "2026-10-08"],
    ["60 days", "2026-07-28", "2026-09-28"],
    ["60 days", "2026-06-16", "2026-08-17"],
    ["60 days", "2026-07-22", "2026-09-20"],
    ["60 days", "2026-04-15", "2026-06-15"],
  ])("complaint.mediate, %s from %s: %s", (_, start, due) => {
    const facts = tell(
      "complaint",
      ["received", `${start}T10:00`, { unit: "A1" }],
      ["accepted", `${start}T11:00`],
    );
    expect(dueOf(facts, "complaint.mediate", world)).toBe(due);
  });
});
