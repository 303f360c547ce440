import { describe, expect, test } from "vitest";
import { chinaTime, clocksAt, dueOf, statesAt, tell } from "./told.js";

// March 2026 has no day off but weekends. From Monday 03-02: 7 working days end on 03-11, 10 on 03-16, 15 on 03-23,
// 30 (over 04-04..06, off) on 04-14.
const A = { unit: "A1" };
const B = { unit: "B1" };
const reported = { unit: "A1", origin: "report" };
const supervised = { unit: "A1", origin: "supervised" };
const start = "2026-03-02T10:00";
const far = "2026-12-31T00:00";

describe("holder", () => {
  test("a transfer voids the sender's clock, the receiver's receipt starts another", () => {
    const facts = tell(
      "complaint",
      ["received", start, A],
      ["transferred", "2026-03-05T10:00", { toUnit: "B1" }],
      ["received", "2026-03-06T10:00", B],
    );
    expect(clocksAt(facts, "2026-03-07T00:00")).toMatchObject([
      { unit: "A1", state: "void", closeDay: "2026-03-05", missDay: null },
      { unit: "B1", state: "pending", startedBy: 3n, startDay: "2026-03-06" },
    ]);
  });

  test("a miss stands when the case is passed on: missed for good and off the open list", () => {
    const facts = tell(
      "complaint",
      ["received", start, A],
      ["transferred", "2026-03-12T00:00", { toUnit: "B1" }],
      ["received", "2026-03-13T10:00", B],
      ["accepted", "2026-03-13T11:00"],
    );
    expect(clocksAt(facts, "2026-03-14T00:00")).toMatchObject([
      { state: "overdue", open: false, missDay: "2026-03-11", closeDay: "2026-03-12", success: null },
      { unit: "B1", state: "kept" },
      { kind: "complaint.mediate", unit: "B1", state: "pending" },
    ]);
  });

  test("a receipt by another unit ends as a transfer would", () => {
    const facts = tell(
      "lead",
      ["received", start, reported],
      ["received", "2026-03-05T10:00", { ...reported, ...B }],
    );
    expect(statesAt(facts, "2026-03-06T00:00")).toEqual(["lead.verify void", "lead.verify pending"]);
  });

  test("a transfer to the holder changes nothing, not even a suspension", () => {
    const facts = tell(
      "lead",
      ["received", start, reported],
      ["suspended", "2026-03-09T10:00", { reason: "检疫" }],
      ["transferred", "2026-03-10T10:00", { toUnit: "A1" }],
      ["resumed", "2026-03-20T10:00"],
    );
    expect(dueOf(facts, "lead.verify")).toBe("2026-04-03");
  });

  test("a receipt by the holder is ignored while a clock is open, be it overdue, else it reopens", () => {
    const again = tell("complaint", ["received", start, A], ["received", "2026-04-01T10:00", A]);
    expect(statesAt(again, far)).toEqual(["complaint.accept overdue"]);
    const reopened = tell(
      "complaint",
      ["received", start, A],
      ["rejected", "2026-03-03T10:00"],
      ["received", "2026-04-01T10:00", A],
    );
    expect(statesAt(reopened, "2026-04-02T00:00")).toEqual([
      "complaint.accept kept",
      "complaint.accept pending",
    ]);
  });

  test("facts wait for a holder and take effect at the receipt's instant: a stop is on time", () => {
    const facts = tell(
      "lead",
      ["completed", "2026-03-01T10:00"],
      ["received", start, { ...supervised, dueOn: "2026-02-01" }],
    );
    expect(clocksAt(facts, "2026-03-02T09:00")).toEqual([]);
    expect(clocksAt(facts, far)).toMatchObject([
      { kind: "lead.verify", state: "overdue" },
      { kind: "lead.handle", state: "kept", closeAt: chinaTime(start), missDay: null },
    ]);
  });

  test("a disordered ending voids what had lapsed at birth; the rest waits on for the next receipt", () => {
    const facts = tell(
      "dispatch",
      ["returned", "2026-03-01T10:00"],
      ["verified", "2026-03-01T11:00"],
      ["issued", start, { ...A, dueOn: "2026-02-01" }],
      ["issued", "2026-03-05T10:00", B],
    );
    expect(clocksAt(facts, "2026-03-04T00:00")).toMatchObject([{ state: "void", closeDay: "2026-03-02" }]);
    expect(clocksAt(facts, far)).toMatchObject([
      { state: "void" },
      { state: "kept", closeDay: "2026-03-05" },
    ]);
  });

  test("a returned dispatch is held by nobody: its verification waits", () => {
    const facts = tell(
      "dispatch",
      ["issued", start, A],
      ["returned", "2026-03-04T10:00"],
      ["verified", "2026-03-05T10:00"],
    );
    expect(statesAt(facts, far)).toEqual(["dispatch.verify void"]);
  });

  test("a lead received as transferred keeps the origin it had", () => {
    const passed = { unit: "B1", origin: "transferred", dueOn: "2026-03-20" };
    const facts = tell(
      "lead",
      ["received", start, supervised],
      ["transferred", "2026-03-05T10:00", { toUnit: "B1" }],
      ["received", "2026-03-06T10:00", passed],
    );
    expect(clocksAt(facts, far).slice(2)).toMatchObject([
      { kind: "lead.verify", origin: "supervised" },
      { kind: "lead.handle", origin: "supervised", missDay: "2026-03-20" },
    ]);
    expect(clocksAt(tell("lead", ["received", start, passed]), start)).toMatchObject([
      { kind: "lead.verify", origin: null },
    ]);
  });
});

describe("order", () => {
  test("a receipt named by a transfer of the same instant comes after it", () => {
    const sent = tell(
      "lead",
      ["received", start, reported],
      ["received", "2026-03-05T10:00", { ...reported, ...B }],
      ["transferred", "2026-03-05T10:00", { toUnit: "B1" }],
    );
    expect(clocksAt(sent, "2026-03-06T00:00")).toMatchObject([
      { unit: "A1", state: "void" },
      { unit: "B1", state: "pending" },
    ]);
    // Of two receipts of that instant the one named comes last, whatever their ids.
    const contested = tell(
      "lead",
      ["received", start, reported],
      ["received", "2026-03-05T10:00", { ...reported, ...B }],
      ["received", "2026-03-05T10:00", { ...reported, unit: "C1" }],
      ["transferred", "2026-03-05T10:00", { toUnit: "B1" }],
    );
    expect(clocksAt(contested, "2026-03-06T00:00")).toMatchObject([
      { unit: "A1", state: "void" },
      { unit: "C1", state: "void" },
      { unit: "B1", state: "pending" },
    ]);
    // A receipt the transfer does not name comes first, and the transfer then takes the case from it.
    const crossed = tell(
      "lead",
      ["received", start, reported],
      ["received", "2026-03-05T10:00", { ...reported, ...B }],
      ["transferred", "2026-03-05T10:00", { toUnit: "C1" }],
    );
    expect(statesAt(crossed, far)).toEqual(["lead.verify void", "lead.verify void"]);
  });

  test("a repetition and a verification of one instant: repeated first, whatever the ids", () => {
    const facts = tell(
      "lead",
      ["received", start, reported],
      ["verified", "2026-03-10T10:00"],
      ["repeated", "2026-03-10T10:00", { newFacts: true }],
    );
    expect(statesAt(facts, far)).toEqual(["lead.verify void", "lead.verify kept"]);
  });

  test("ids compare by their UTF-8 bytes", () => {
    const reasons = (first: string, second: string) =>
      dueOf(
        tell(
          "complaint",
          ["received", "2026-04-15T09:00", A],
          ["accepted", "2026-04-15T10:00"],
          ["suspended", "2026-04-15T11:00", { reason: first }, "\u{1f600}"],
          ["suspended", "2026-04-15T11:00", { reason: second }, "\uff5e"],
          ["resumed", "2026-05-20T10:00"],
        ),
        "complaint.mediate",
      );
    expect(reasons("检验", "鉴定")).toBe("2026-07-20");
    expect(reasons("鉴定", "检验")).toBe("2026-06-15");
  });
});
