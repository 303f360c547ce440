import { describe, expect, it } from "vitest";
import { calendar } from "../calendar/index.js";
import type { EventType } from "../event/index.js";
import { formatDay, formatInstant, parseInstant, zone } from "../time/index.js";
import { assess } from "./assess.js";
import type { Clock } from "./clock.js";
import { derive } from "./derivation.js";
import type { Fact } from "./fact.js";
import { ruleSet } from "./rule-set.js";
import { isOpenAt, stateAt } from "./state.js";
import type { World } from "./world.js";

const world: World = { rules: ruleSet, calendar: calendar(), zone: zone("Asia/Shanghai") };

/** Facts in ledger order: `at("2026-03-02 09:00", "lead.received", {...})`; local time of Shanghai. */
let position = 0n;
function at(time: string, type: string, data: Record<string, unknown> = {}): Fact {
  position += 1n;
  return {
    position,
    type: `io.anshi.${type}.v1` as EventType,
    source: "test",
    id: String(position),
    at: instant(time),
    data,
  };
}
function instant(time: string): number {
  const [date = "", clock = "12:00"] = time.split(" ");
  return parseInstant(`${date}T${clock.padEnd(8, ":00")}+08:00`) ?? Number.NaN;
}
const complaint = (...facts: Fact[]) => assess("complaint", facts, world);
const lead = (...facts: Fact[]) => assess("lead", facts, world);
const show = (clock: Clock | undefined): string =>
  clock === undefined
    ? "none"
    : `${clock.kind} ${clock.unit} due ${clock.due.day === null ? "-" : formatDay(clock.due.day)} ${clock.outcome}`;

describe("the rule in force on the start day", () => {
  it("gives a mediation accepted on 2026-04-14 its 45 working days, one accepted on 04-15 its 60 days", () => {
    const received = at("2026-04-10", "complaint.received", { unit: "320902" });
    const before = complaint(received, at("2026-04-14", "complaint.accepted")).clocks;
    expect(before.map(show)).toEqual([
      "complaint.accept 320902 due 2026-04-21 kept",
      "complaint.mediate 320902 due 2026-06-18 open",
    ]);
    const after = complaint(received, at("2026-04-15", "complaint.accepted")).clocks;
    expect(show(after[1])).toBe("complaint.mediate 320902 due 2026-06-15 open");
    expect(after.map((clock) => clock.rule.version)).toEqual(["order-20", "order-121"]);
  });
});

describe("a calendar published again", () => {
  it("moves the due of 2020-01-21 from 02-05 to 02-07", () => {
    const first = {
      year: 2020,
      off: ["24", "25", "26", "27", "28", "29", "30"].map((day) => `2020-01-${day}`),
      work: ["2020-01-19", "2020-02-01"],
      version: "first",
    };
    const received = at("2020-01-21", "complaint.received", { unit: "320902" });
    const early = assess("complaint", [received], { ...world, calendar: calendar([first]) });
    expect(show(early.clocks[0])).toBe("complaint.accept 320902 due 2020-02-05 open");
    expect(show(complaint(received).clocks[0])).toBe("complaint.accept 320902 due 2020-02-07 open");
  });
});

describe("holders and endings", () => {
  it("voids the sender's clock by a transfer before the lapse and starts the receiver's at its own receipt", () => {
    const { clocks, holder } = complaint(
      at("2026-03-02", "complaint.received", { unit: "aa" }),
      at("2026-03-04", "complaint.transferred", { toUnit: "bb" }),
      at("2026-03-05", "complaint.received", { unit: "bb" }),
    );
    expect(clocks.map(show)).toEqual([
      "complaint.accept aa due 2026-03-11 void",
      "complaint.accept bb due 2026-03-16 open",
    ]);
    expect(holder).toBe("bb");
  });

  it("lets a miss stand when the case is passed on after the lapse, never completed and no longer open", () => {
    const [missed] = complaint(
      at("2026-03-02", "complaint.received", { unit: "aa" }),
      at("2026-03-12 00:00", "complaint.transferred", { toUnit: "bb" }),
    ).clocks;
    expect(missed?.outcome).toBe("ended");
    const later = instant("2026-06-01");
    expect(missed && [stateAt(missed, later), isOpenAt(missed, later)]).toEqual(["overdue", false]);
  });

  it("takes a stop before its receipt as on time, at the receipt's instant", () => {
    const [clock] = assess(
      "dispatch",
      [
        at("2026-03-02 08:00", "dispatch.verified", { result: "confirmed" }),
        at("2026-03-02 09:00", "dispatch.issued", { unit: "aa", dueAt: "2026-03-01T00:00:00+08:00" }),
      ],
      world,
    ).clocks;
    expect(clock && [clock.outcome, clock.disordered, clock.close]).toEqual([
      "kept",
      true,
      instant("2026-03-02 09:00"),
    ]);
  });

  it("stops a mediation by a withdrawal, and voids the acceptance before it", () => {
    const received = at("2026-03-02", "complaint.received", { unit: "aa" });
    const withdrawn = at("2026-03-05", "complaint.withdrawn");
    const accepted = at("2026-03-06", "complaint.accepted");
    expect(complaint(received, withdrawn, accepted).clocks.map(show)).toEqual([
      "complaint.accept aa due 2026-03-11 void",
    ]);
    const early = at("2026-03-03", "complaint.accepted");
    expect(complaint(received, early, withdrawn).clocks.map(show)).toEqual([
      "complaint.accept aa due 2026-03-11 kept",
      "complaint.mediate aa due 2026-05-09 kept",
    ]);
  });

  it("holds an agreement back until the complaint is accepted", () => {
    const { clocks } = complaint(
      at("2026-03-02", "complaint.received", { unit: "aa" }),
      at("2026-03-03", "complaint.agreed"),
      at("2026-03-04", "complaint.accepted"),
    );
    expect(
      clocks[1] && [clocks[1].outcome, clocks[1].disordered, clocks[1].start === clocks[1].close],
    ).toEqual(["kept", true, true]);
  });
});

describe("leads", () => {
  it("starts the handling clock of an assigned lead by the letter's date, and keeps the origin over a transfer", () => {
    const { clocks } = lead(
      at("2026-03-02", "lead.received", { unit: "aa", origin: "assigned", dueOn: "2026-04-30" }),
      at("2026-03-04", "lead.transferred", { toUnit: "bb" }),
      at("2026-03-05", "lead.received", { unit: "bb", origin: "transferred" }),
    );
    expect(clocks.map((clock) => `${show(clock)} ${clock.origin}`)).toEqual([
      "lead.verify aa due 2026-03-23 void assigned",
      "lead.handle aa due 2026-04-30 void assigned",
      "lead.verify bb due 2026-03-26 open assigned",
      "lead.handle bb due 2026-03-26 open assigned",
    ]);
  });

  it("counts the first extension before the lapse and shows one after it", () => {
    const received = at("2026-03-02", "lead.received", { unit: "aa", origin: "report" });
    const inTime = lead(received, at("2026-03-23 23:59", "lead.extended"));
    expect(show(inTime.clocks[0])).toBe("lead.verify aa due 2026-04-14 open");
    const late = lead(received, at("2026-03-24 00:00", "lead.extended"));
    expect(late.clocks[0] && [show(late.clocks[0]), late.clocks[0].lateExtension]).toEqual([
      "lead.verify aa due 2026-03-23 open",
      true,
    ]);
  });

  it("restarts verification with new facts beside a lapsed clock; one verification stops both", () => {
    const { clocks } = lead(
      at("2026-03-02", "lead.received", { unit: "aa", origin: "report" }),
      at("2026-04-01", "lead.repeated", { newFacts: true }),
      at("2026-04-02", "lead.verified", { result: "filed" }),
    );
    expect(clocks.map((clock) => clock.outcome)).toEqual(["late", "kept"]);
  });
});

describe("a case as known", () => {
  it("is as if a retracted event had not happened, whichever arrived first", () => {
    const received = at("2026-03-02", "complaint.received", { unit: "aa", online: true });
    const accepted = at("2026-03-03", "complaint.accepted");
    const retraction = at("2026-03-09", "record.retracted", {
      source: "test",
      id: accepted.id,
      reason: "wrong case",
    });
    const plain = complaint(received);
    expect(complaint(retraction, received, accepted)).toEqual(plain);
    expect(complaint(received, accepted, retraction)).toEqual(plain);
  });

  it("is online by the last classification, else by the last receipt that says so", () => {
    const received = at("2026-03-02", "complaint.received", { unit: "aa", online: true });
    expect(complaint(at("2026-03-02", "complaint.received", { unit: "aa" })).online).toBeNull();
    expect(complaint(received).online).toBe(true);
    expect(complaint(received, at("2026-03-01", "complaint.classified", { online: false })).online).toBe(
      false,
    );
  });
});

describe("a derivation", () => {
  it("names each day, what it is, the due and the article", () => {
    const [clock] = complaint(at("2026-09-30", "complaint.received", { unit: "aa" })).clocks;
    const derivation = clock && derive(clock, world.calendar, world.zone);
    expect(derivation?.basis).toContain("art. 15");
    expect(derivation?.due).toBe("2026-10-15");
    expect(derivation?.lapse).toBe(formatInstant(instant("2026-10-16 00:00")));
    expect(derivation?.lines.map((line) => `${line.day} ${line.what}${line.count ?? ""}`)).toEqual([
      "2026-09-30 start",
      ...["01", "02", "03", "04", "05", "06", "07"].map((day) => `2026-10-${day} holiday`),
      "2026-10-08 counted1",
      "2026-10-09 counted2",
      "2026-10-10 counted3",
      "2026-10-11 weekend",
      "2026-10-12 counted4",
      "2026-10-13 counted5",
      "2026-10-14 counted6",
      "2026-10-15 counted7",
      "2026-10-15 due",
    ]);
  });
});
