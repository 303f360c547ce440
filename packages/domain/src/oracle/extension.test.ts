import { describe, expect, test } from "vitest";
import { clocksAt, dueOf, statesAt, tell } from "./told.js";

// March 2026 has no day off but weekends. From Monday 03-02: 7 working days end on 03-11, 10 on 03-16, 15 on 03-23,
// 30 (over 04-04..06, off) on 04-14.
const A = { unit: "A1" };
const reported = { unit: "A1", origin: "report" };
const supervised = { unit: "A1", origin: "supervised" };
const start = "2026-03-02T10:00";
const far = "2026-12-31T00:00";

describe("extension", () => {
  const due = (approved: string, data: Readonly<Record<string, unknown>> = {}) =>
    dueOf(tell("lead", ["received", start, reported], ["extended", approved, data]), "lead.verify");

  test("adds 15 working days when approved before the lapse, not at it", () => {
    expect(due("2026-03-02T10:00")).toBe("2026-04-14");
    expect(due("2026-03-23T23:59:59.999")).toBe("2026-04-14");
    expect(due("2026-03-24T00:00")).toBe("2026-03-23");
  });

  test("until a day: the later of the two, as it stands", () => {
    expect(due("2026-03-10T10:00", { until: "2026-03-29" })).toBe("2026-03-29");
    expect(due("2026-03-10T10:00", { until: "2026-03-12" })).toBe("2026-03-23");
  });

  test("only the first one counts, even if it moved nothing", () => {
    const facts = tell(
      "lead",
      ["received", start, reported],
      ["extended", "2026-03-10T10:00", { until: "2026-03-12" }],
      ["extended", "2026-03-11T10:00"],
    );
    expect(dueOf(facts, "lead.verify")).toBe("2026-03-23");
  });

  test("extends every running clock, a fixed date by 15 working days from the day after it", () => {
    const facts = tell(
      "lead",
      ["received", start, { ...supervised, dueOn: "2026-03-10" }],
      ["extended", "2026-03-10T12:00"],
    );
    expect(dueOf(facts, "lead.handle")).toBe("2026-03-31");
    expect(dueOf(facts, "lead.verify")).toBe("2026-04-14");
  });

  test("the handling that lapsed is left, the verification that did not is extended", () => {
    const facts = tell(
      "lead",
      ["received", start, { ...supervised, dueOn: "2026-03-10" }],
      ["extended", "2026-03-11T00:00"],
    );
    expect(dueOf(facts, "lead.handle")).toBe("2026-03-10");
    expect(dueOf(facts, "lead.verify")).toBe("2026-04-14");
  });

  test("of a dueAt ends with a day", () => {
    const facts = tell(
      "dispatch",
      ["issued", start, { ...A, dueAt: "2026-03-10T17:00:00+08:00" }],
      ["extended", "2026-03-10T17:00"],
    );
    expect(statesAt(facts, "2026-03-31T23:59:59.999")).toEqual(["dispatch.verify pending"]);
    expect(statesAt(facts, "2026-04-01T00:00")).toEqual(["dispatch.verify overdue"]);
  });
});

describe("repeated", () => {
  const again = { newFacts: true };

  test("voids an unlapsed verification and starts another that day", () => {
    const facts = tell("lead", ["received", start, supervised], ["repeated", "2026-03-23T23:59", again]);
    expect(clocksAt(facts, "2026-03-24T00:00")).toMatchObject([
      { kind: "lead.verify", state: "void" },
      { kind: "lead.handle", state: "overdue" },
      { kind: "lead.verify", state: "pending", startedBy: 2n, startDay: "2026-03-23", origin: "supervised" },
    ]);
  });

  test("leaves a lapsed one beside it, and the next verification stops both", () => {
    const facts = tell(
      "lead",
      ["received", start, reported],
      ["repeated", "2026-03-24T00:00", again],
      ["verified", "2026-03-30T10:00"],
    );
    expect(statesAt(facts, "2026-03-25T00:00")).toEqual(["lead.verify overdue", "lead.verify pending"]);
    expect(statesAt(facts, far)).toEqual(["lead.verify late", "lead.verify kept"]);
  });

  test("without new facts changes nothing", () => {
    const facts = tell(
      "lead",
      ["received", start, reported],
      ["repeated", "2026-03-10T10:00", { newFacts: false }],
    );
    expect(statesAt(facts, far)).toEqual(["lead.verify overdue"]);
  });

  test("withdrawn ends every clock of a lead, and it may be repeated after", () => {
    const facts = tell(
      "lead",
      ["received", start, supervised],
      ["withdrawn", "2026-03-04T10:00"],
      ["repeated", "2026-03-05T10:00", again],
    );
    expect(statesAt(facts, "2026-03-06T00:00")).toEqual([
      "lead.verify void",
      "lead.handle void",
      "lead.verify pending",
    ]);
  });
});
