import { describe, expect, test } from "vitest";
import { clocksAt, dueOf, statesAt, tell } from "./told.js";

// March 2026 has no day off but weekends. From Monday 03-02: 7 working days end on 03-11, 10 on 03-16, 15 on 03-23,
// 30 (over 04-04..06, off) on 04-14.
const A = { unit: "A1" };
const reported = { unit: "A1", origin: "report" };
const supervised = { unit: "A1", origin: "supervised" };
const start = "2026-03-02T10:00";
const far = "2026-12-31T00:00";

describe("rules", () => {
  const accepted = (day: string) =>
    tell("complaint", ["received", `${day}T09:00`, A], ["accepted", `${day}T10:00`]);

  test("a mediation's version is that of its own start day", () => {
    expect(dueOf(accepted("2026-04-14"), "complaint.mediate")).toBe("2026-06-18");
    expect(dueOf(accepted("2026-04-15"), "complaint.mediate")).toBe("2026-06-15");
  });

  test("the earliest version holds before all", () => {
    expect(dueOf(accepted("2019-12-02"), "complaint.mediate")).toBe("2020-02-03");
  });

  test("an ODR item has 10 working days or its own date", () => {
    expect(dueOf(tell("odr", ["received", start, A]), "odr.close")).toBe("2026-03-16");
    const dated = tell(
      "odr",
      ["received", start, { ...A, dueOn: "2026-03-07" }],
      ["failed", "2026-03-08T00:00"],
    );
    expect(clocksAt(dated, far)).toMatchObject([{ state: "late", missDay: "2026-03-07", success: false }]);
  });

  test("an identity dispatch without a date is never due", () => {
    const facts = tell("identity", ["issued", start, A], ["claimed", "2026-03-05T10:00"]);
    expect(statesAt(facts, "2030-01-01T00:00")).toEqual(["identity.claim pending"]);
    const dated = tell("identity", ["issued", start, { ...A, dueOn: "2026-03-08" }]);
    expect(dueOf(dated, "identity.claim")).toBe("2026-03-08");
  });

  test("a dueAt passes one millisecond after it; what lies beyond the millisecond is cut", () => {
    for (const dueAt of ["2026-03-10T17:00:00+08:00", "2026-03-10T09:00:00.000999Z"]) {
      const facts = tell("dispatch", ["issued", start, { ...A, dueAt }]);
      expect(statesAt(facts, "2026-03-10T17:00")).toEqual(["dispatch.verify pending"]);
      expect(statesAt(facts, "2026-03-10T17:00:00.001")).toEqual(["dispatch.verify overdue"]);
      const verified = tell("dispatch", ["issued", start, { ...A, dueAt }], ["verified", "2026-03-10T17:00"]);
      expect(statesAt(verified, far)).toEqual(["dispatch.verify kept"]);
    }
  });

  test("a date before the start is missed on the start day", () => {
    const facts = tell("dispatch", ["issued", start, { ...A, dueOn: "2026-02-20" }]);
    expect(clocksAt(facts, start)).toMatchObject([{ state: "overdue", open: true, missDay: "2026-03-02" }]);
  });

  test("the letter's date is for the handling only", () => {
    const facts = tell("lead", ["received", start, { ...supervised, dueOn: "2026-03-05" }]);
    expect(dueOf(facts, "lead.handle")).toBe("2026-03-05");
    expect(dueOf(facts, "lead.verify")).toBe("2026-03-23");
    expect(dueOf(tell("lead", ["received", start, supervised]), "lead.handle")).toBe("2026-03-23");
    expect(statesAt(tell("lead", ["received", start, reported]), start)).toEqual(["lead.verify pending"]);
  });
});
