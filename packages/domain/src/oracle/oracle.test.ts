import { describe, expect, test } from "vitest";
import { oracle } from "./oracle.js";
import { chinaTime, clocksAt, dueOf, statesAt, tell } from "./told.js";
import { china, worldOf } from "./worlds.js";

// March 2026 has no day off but weekends. From Monday 03-02: 7 working days end on 03-11, 10 on 03-16, 15 on 03-23,
// 30 (over 04-04..06, off) on 04-14.
const B = { unit: "B1" };
const A = { unit: "A1" };
const start = "2026-03-02T10:00";
const far = "2026-12-31T00:00";

describe("a clock alone", () => {
  const facts = tell("complaint", ["received", start, A]);

  test("lapses at 00:00 after its due day, by time alone", () => {
    expect(statesAt(facts, "2026-03-02T09:59:59.999")).toEqual([]);
    expect(statesAt(facts, "2026-03-11T23:59:59.999")).toEqual(["complaint.accept pending"]);
    expect(clocksAt(facts, "2026-03-12T00:00")).toEqual([
      {
        kind: "complaint.accept",
        startedBy: 1n,
        unit: "A1",
        origin: null,
        startAt: chinaTime(start),
        state: "overdue",
        open: true,
        closeAt: null,
        success: null,
        startDay: "2026-03-02",
        closeDay: null,
        missDay: "2026-03-11",
      },
    ]);
  });

  test.each([
    ["2026-03-11T23:59:59.999", "kept", null],
    ["2026-03-12T00:00", "late", "2026-03-11"],
  ])("stopped at %s is %s", (stop, state, missDay) => {
    const [clock] = clocksAt(tell("complaint", ["received", start, A], ["rejected", stop]), far);
    expect(clock).toMatchObject({ state, missDay, closeAt: chinaTime(stop), closeDay: stop.slice(0, 10) });
  });

  test("a stop stamped after T is not known yet", () => {
    const stopped = tell("complaint", ["received", start, A], ["rejected", "2026-03-11T10:00"]);
    expect(statesAt(stopped, "2026-03-11T09:59:59.999")).toEqual(["complaint.accept pending"]);
    expect(statesAt(stopped, "2026-03-11T10:00")).toEqual(["complaint.accept kept"]);
  });

  test("in a year without notice Monday to Friday are worked", () => {
    const late = tell("complaint", ["received", "2026-12-30T10:00", A]);
    expect(dueOf(late, "complaint.accept")).toBe("2027-01-08");
  });

  test("the day is the ledger's: 16:30 UTC is the next day in China", () => {
    const sunday = tell("complaint", ["received", "2026-03-02T00:30", A]);
    expect(oracle(sunday, chinaTime("2026-03-03T00:00"), worldOf(china)).clocks[0]?.startDay).toBe(
      "2026-03-02",
    );
    const utc = worldOf({ ...china, offsetMinutes: 0 });
    expect(oracle(sunday, chinaTime("2026-03-03T00:00"), utc).clocks[0]?.startDay).toBe("2026-03-01");
  });
});

describe("what is known, whatever T", () => {
  const retracted = (id: string, local = far) =>
    ["retracted", local, { source: "urn:told", id, reason: "entered twice" }] as const;

  test("a retracted fact has not happened, also before the retraction's own time", () => {
    const facts = tell("complaint", retracted("3"), ["received", start, A], ["rejected", "2026-03-03T10:00"]);
    expect(statesAt(facts, "2026-03-04T00:00")).toEqual(["complaint.accept pending"]);
  });

  test("a retraction of nothing, or of a retraction, is without effect", () => {
    const facts = tell(
      "complaint",
      ["received", start, A],
      ["rejected", "2026-03-03T10:00"],
      retracted("2"),
      retracted("3"),
    );
    expect(
      statesAt([...facts, ...tell("complaint", retracted("9")).map((f) => ({ ...f, position: 9n }))], start),
    ).toEqual(["complaint.accept pending"]);
    expect(statesAt(facts, "2026-03-04T00:00")).toEqual(["complaint.accept pending"]);
  });

  test("online is what was classified last, else what the last receipt said", () => {
    const online = (...acts: Parameters<typeof tell> extends [unknown, ...infer R] ? R : never) =>
      oracle(tell("complaint", ...acts), chinaTime(start), worldOf(china)).online;
    const received = ["received", start, { ...A, online: true }] as const;
    expect(online(["received", start, A])).toBe(null);
    expect(online(received, ["received", "2026-03-05T10:00", A])).toBe(true);
    expect(online(received, ["received", "2026-03-05T10:00", { ...B, online: false }])).toBe(false);
    expect(online(received, ["classified", "2026-02-01T10:00", { online: false }])).toBe(false);
    expect(
      online(
        received,
        ["classified", "2026-03-09T10:00", { online: true }],
        ["classified", "2026-03-08T10:00", { online: false }],
      ),
    ).toBe(true);
  });
});
