import { describe, expect, test } from "vitest";
import { oracle } from "./oracle.js";
import { chinaTime, clocksAt, statesAt, tell } from "./told.js";
import { china, worldOf } from "./worlds.js";

// March 2026 has no day off but weekends. From Monday 03-02: 7 working days end on 03-11, 10 on 03-16, 15 on 03-23,
// 30 (over 04-04..06, off) on 04-14.
const A = { unit: "A1" };
const B = { unit: "B1" };
const start = "2026-03-02T10:00";
const far = "2026-12-31T00:00";

describe("complaints", () => {
  test("a rejected complaint may still be accepted and mediated, once", () => {
    const facts = tell(
      "complaint",
      ["received", start, A],
      ["rejected", "2026-03-03T10:00"],
      ["accepted", "2026-03-20T10:00"],
      ["agreed", "2026-03-21T10:00"],
      ["accepted", "2026-03-22T10:00"],
      ["terminated", "2026-03-23T10:00"],
    );
    expect(clocksAt(facts, far)).toMatchObject([
      { kind: "complaint.accept", state: "kept", closeDay: "2026-03-03", success: null },
      { kind: "complaint.mediate", state: "kept", closeDay: "2026-03-21", success: true, startedBy: 3n },
    ]);
  });

  test("a withdrawn one may not, until it is received again", () => {
    const facts = tell(
      "complaint",
      ["received", start, A],
      ["withdrawn", "2026-03-03T10:00"],
      ["accepted", "2026-03-04T10:00"],
      ["received", "2026-03-05T10:00", A],
      ["accepted", "2026-03-06T10:00"],
    );
    expect(statesAt(facts, "2026-03-07T00:00")).toEqual([
      "complaint.accept void",
      "complaint.accept kept",
      "complaint.mediate pending",
    ]);
  });

  test("withdrawn after the lapse leaves the miss", () => {
    const facts = tell("complaint", ["received", start, A], ["withdrawn", "2026-03-12T00:00"]);
    expect(statesAt(facts, far)).toEqual(["complaint.accept overdue, ended"]);
  });

  test("withdrawn during mediation stops it without success", () => {
    const facts = tell(
      "complaint",
      ["received", start, A],
      ["accepted", start],
      ["withdrawn", "2026-03-12T00:00"],
    );
    expect(clocksAt(facts, far)[1]).toMatchObject({ state: "kept", success: false });
  });

  test("agreed before accepted waits for it, under a later receipt too", () => {
    const facts = tell(
      "complaint",
      ["received", start, A],
      ["agreed", "2026-03-03T10:00"],
      ["transferred", "2026-03-04T10:00", { toUnit: "B1" }],
      ["received", "2026-03-05T10:00", B],
      ["accepted", "2026-03-06T10:00"],
    );
    expect(statesAt(facts.slice(0, 2), "2026-03-04T00:00")).toEqual(["complaint.accept pending"]);
    expect(clocksAt(facts, far)[2]).toMatchObject({
      state: "kept",
      success: true,
      unit: "B1",
      closeDay: "2026-03-06",
    });
  });

  test("all at one instant still happen in their order", () => {
    const facts = tell("complaint", ["agreed", start], ["accepted", start], ["received", start, A]);
    expect(statesAt(facts, start)).toEqual(["complaint.accept kept", "complaint.mediate kept"]);
  });
});

describe("ratings", () => {
  test("the last one counts for the unit that holds the complaint; it waits while nobody does", () => {
    const facts = tell(
      "complaint",
      ["received", start, A],
      ["rated", "2026-03-04T10:00", { score: 2 }],
      ["transferred", "2026-03-05T10:00", { toUnit: "B1" }],
      ["rated", "2026-03-06T10:00", { score: 5 }],
      ["received", "2026-03-09T10:00", B],
    );
    const ratingAt = (local: string) => oracle(facts, chinaTime(local), worldOf(china)).rating;
    expect(ratingAt("2026-03-03T00:00")).toBe(null);
    expect(ratingAt("2026-03-07T00:00")).toMatchObject({ score: 2, unit: "A1", day: "2026-03-04" });
    expect(ratingAt("2026-03-10T00:00")).toMatchObject({ score: 5, unit: "B1", day: "2026-03-09" });
  });
});
