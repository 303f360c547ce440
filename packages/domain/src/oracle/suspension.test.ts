import { describe, expect, test } from "vitest";
import { clocksAt, dueOf, statesAt, tell } from "./told.js";

// March 2026 has no day off but weekends. From Monday 03-02: 7 working days end on 03-11, 10 on 03-16, 15 on 03-23,
// 30 (over 04-04..06, off) on 04-14.
const B = { unit: "B1" };
const supervised = { unit: "A1", origin: "supervised" };
const A = { unit: "A1" };
const reported = { unit: "A1", origin: "report" };
const start = "2026-03-02T10:00";
const far = "2026-12-31T00:00";

describe("suspension", () => {
  const examined = { reason: "鉴定" };

  test("while it is open nothing lapses", () => {
    const facts = tell("lead", ["received", start, reported], ["suspended", "2026-03-22T10:00", examined]);
    expect(statesAt(facts, far)).toEqual(["lead.verify pending"]);
  });

  test("begun on the last counted day it changes nothing, also where the due rolls", () => {
    const facts = tell("lead", ["received", start, reported], ["suspended", "2026-03-23T00:00", examined]);
    expect(dueOf(facts, "lead.verify")).toBe("2026-03-23");
    const mediation = (suspended: string) =>
      tell(
        "complaint",
        ["received", "2026-04-15T09:00", A],
        ["accepted", "2026-04-15T10:00"],
        ["suspended", suspended, examined],
        ["resumed", "2026-06-20T10:00"],
      );
    expect(clocksAt(mediation("2026-06-14T00:00"), "2026-06-16T00:00")[1]?.missDay).toBe("2026-06-15");
    // The 60th day is then Sunday 06-21, the last of the Dragon Boat days off.
    expect(dueOf(mediation("2026-06-13T23:59:59.999"), "complaint.mediate")).toBe("2026-06-22");
  });

  test("a second one while suspended changes nothing, the first resumed ends it", () => {
    const facts = tell(
      "lead",
      ["received", start, reported],
      ["suspended", "2026-03-09T10:00", examined],
      ["suspended", "2026-03-12T10:00", { reason: "检验" }],
      ["resumed", "2026-03-20T10:00"],
    );
    expect(dueOf(facts, "lead.verify")).toBe("2026-04-03");
  });

  test("only for a reason the rule lists; the reason that opened it counts", () => {
    const mediation = (day: string, ...reasons: readonly string[]) =>
      dueOf(
        tell(
          "complaint",
          ["received", `${day}T09:00`, A],
          ["accepted", `${day}T10:00`],
          ...reasons.map((reason) => ["suspended", `${day}T11:00`, { reason }] as const),
          ["resumed", "2026-05-20T10:00"],
        ),
        "complaint.mediate",
      );
    expect(mediation("2026-04-15", "检验")).toBe("2026-06-15");
    expect(mediation("2026-04-15", "检验", "鉴定")).toBe("2026-06-15");
    // 35 days later than 06-14.
    expect(mediation("2026-04-15", "鉴定", "检验")).toBe("2026-07-20");
    expect(mediation("2026-04-14", "检验")).toBe("2026-07-23");
  });

  test("a clock that starts during one starts suspended", () => {
    const facts = tell(
      "complaint",
      ["received", "2026-04-20T09:00", A],
      ["suspended", "2026-04-20T09:30", examined],
      ["accepted", "2026-04-20T10:00"],
      ["resumed", "2026-04-30T10:00"],
    );
    expect(dueOf(facts, "complaint.mediate")).toBe("2026-06-29");
  });

  test("a receipt that takes effect ends it, an ignored one does not", () => {
    const suspended = [
      ["received", start, reported],
      ["suspended", "2026-03-09T10:00", examined],
    ] as const;
    const taken = tell("lead", ...suspended, ["received", "2026-03-10T10:00", { ...reported, ...B }]);
    expect(dueOf(taken, "lead.verify")).toBe("2026-03-31");
    expect(dueOf(tell("lead", ...suspended, ["received", "2026-03-10T10:00", reported]), "lead.verify")).toBe(
      null,
    );
  });

  test("moves a fixed date that is ahead by calendar days, without rolling", () => {
    const handled = (dueOn: string) =>
      dueOf(
        tell(
          "lead",
          ["received", start, { ...supervised, dueOn }],
          ["suspended", "2026-03-10T10:00", examined],
          ["resumed", "2026-03-12T10:00"],
        ),
        "lead.handle",
      );
    expect(handled("2026-03-12")).toBe("2026-03-14");
    expect(handled("2026-03-11")).toBe("2026-03-13");
    expect(handled("2026-03-10")).toBe("2026-03-10");
  });

  test("moves a dueAt and keeps its time of day", () => {
    const facts = tell(
      "dispatch",
      ["issued", start, { ...A, dueAt: "2026-03-10T17:00:00+08:00" }],
      ["suspended", "2026-03-06T10:00", examined],
      ["resumed", "2026-03-08T10:00"],
    );
    expect(statesAt(facts, "2026-03-12T17:00")).toEqual(["dispatch.verify pending"]);
    expect(statesAt(facts, "2026-03-12T17:00:00.001")).toEqual(["dispatch.verify overdue"]);
  });

  test("moves the counted due and `until` each in its own way", () => {
    const until = (day: string) =>
      dueOf(
        tell(
          "lead",
          ["received", start, reported],
          ["extended", "2026-03-05T10:00", { until: day }],
          ["suspended", "2026-03-09T10:00", examined],
          ["resumed", "2026-03-20T10:00"],
        ),
        "lead.verify",
      );
    expect(until("2026-03-30")).toBe("2026-04-10");
    expect(until("2026-03-24")).toBe("2026-04-04");
    // Already there when the suspension begins: it stays, and the counted days decide.
    expect(until("2026-03-09")).toBe("2026-04-03");
  });

  test("moves an `until` set while suspended only by the days after it was set", () => {
    const facts = tell(
      "lead",
      ["received", start, reported],
      ["suspended", "2026-03-09T10:00", examined],
      ["extended", "2026-03-18T10:00", { until: "2026-04-20" }],
      ["resumed", "2026-03-20T10:00"],
    );
    expect(dueOf(facts, "lead.verify")).toBe("2026-04-22");
  });

  test("the days after an extended fixed date are not counted while suspended", () => {
    const facts = tell(
      "lead",
      ["received", start, { ...supervised, dueOn: "2026-03-10" }],
      ["suspended", "2026-03-10T11:00", examined],
      ["extended", "2026-03-10T12:00"],
      ["resumed", "2026-03-13T10:00"],
    );
    expect(dueOf(facts, "lead.handle")).toBe("2026-04-03");
  });
});
