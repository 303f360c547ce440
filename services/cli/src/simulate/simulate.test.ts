import { createHash } from "node:crypto";
import { calendar, caseKinds, decodeText, parseDay, zone } from "@anshi/domain";
import { describe, expect, it } from "vitest";
import { badKinds } from "./bad.js";
import { idOf } from "./fact.js";
import { type Message, textOf } from "./message.js";
import { type Disorder, inOrder, type SimulationOptions } from "./options.js";
import { simulate } from "./simulate.js";
import { Tally } from "./summary.js";

const day = (text: string): number => parseDay(text) ?? 0;
const base: SimulationOptions = {
  ...{ cases: 3_000, seed: 7, first: day("2025-10-01"), last: day("2026-09-30"), units: 11 },
  ...{ source: "urn:anshi:test", subjectPrefix: "T-", calendars: true, disorder: inOrder },
};
const everything: Disorder = { lateEntry: 0.05, duplicates: 0.02, corrections: 0.01, bad: 0.02, shuffle: 0 };
const all = (options: Partial<SimulationOptions> = {}): readonly Message[] => [
  ...simulate({ ...base, ...options }),
];
const text = (message: Message): string => textOf(message, base.source);
const hash = (messages: readonly Message[]): string =>
  createHash("sha256").update(messages.map(text).join("\n")).digest("hex");
const context = { now: Date.parse("2026-11-23T00:00:00Z"), maxAheadMs: 300_000 };
const decoded = (message: Message) => decodeText(Buffer.from(text(message)), context);
const disorder = (part: Partial<Disorder>): { readonly disorder: Disorder } => ({
  disorder: { ...inOrder, ...part },
});

describe("a simulation", () => {
  it("gives the same bytes for the same seed and options, on every machine", () => {
    expect(hash(all({ disorder: everything }))).toBe(hash(all({ disorder: everything })));
    expect(hash(all({ seed: 8 }))).not.toBe(hash(all()));
    expect(hash(all({ cases: 200, disorder: { ...everything, shuffle: 50 } }))).toMatchInlineSnapshot(
      `"dad20783a6e73ee420f4999d2942ac68b0023806cd2c3aa6b93fc5b3fbb7c4d0"`,
    );
  });

  it("brings exactly the cases asked for, of every kind, each event once", () => {
    const messages = all();
    const tally = new Tally();
    for (const message of messages) tally.add(message);
    const { cases, byKind, duplicates, bad, lateEntries } = tally.summary();
    expect({ cases, duplicates, bad, lateEntries }).toEqual({
      ...{ cases: 3_000, duplicates: 0, bad: 0, lateEntries: 0 },
    });
    for (const kind of caseKinds) expect(byKind[kind]?.cases).toBeGreaterThan(50);
    expect(byKind.unit?.events).toBe(12);
    expect(byKind.calendar?.events).toBe(2);
    expect(new Set(messages.map(({ fact }) => idOf(fact))).size).toBe(messages.length);
  });

  it("has no event that the decoder refuses, and keeps to its span", () => {
    for (const message of all({ disorder: { ...everything, bad: 0 } })) {
      const result = decoded(message);
      expect(result.ok ? "ok" : [text(message), result.rejection]).toBe("ok");
      expect(message.fact.at).toBeLessThan(Date.parse("2026-10-01T00:00:00+08:00"));
      expect(message.fact.at).toBeGreaterThanOrEqual(Date.parse("2025-10-01T00:00:00+08:00"));
    }
  });

  it("uses nearly every act of the catalogue that a case can have", () => {
    const acts = new Set(
      all({ cases: 20_000, ...disorder({ corrections: 0.01 }) }).map(({ fact }) => fact.act),
    );
    for (const act of [
      ...["complaint.assigned", "complaint.transferred", "complaint.classified", "complaint.withdrawn"],
      ...["complaint.suspended", "complaint.resumed", "complaint.rated", "lead.extended", "lead.repeated"],
      ...["lead.transferred", "lead.classified", "lead.suspended", "lead.withdrawn", "dispatch.returned"],
      ...["dispatch.extended", "dispatch.suspended", "dispatch.completed", "identity.disposed", "odr.failed"],
      ...["record.retracted", "unit.registered", "calendar.published"],
    ])
      expect([...acts]).toContain(act);
  });

  it("comes in at the rhythm of weeks and has bursts of at most twenty times the daily average", () => {
    const perDay = new Map<number, number>();
    const local = zone("Asia/Shanghai");
    for (const { fact } of all({ cases: 20_000 })) {
      if (fact.opens !== true) continue;
      perDay.set(local.dayOf(fact.at), (perDay.get(local.dayOf(fact.at)) ?? 0) + 1);
    }
    const mean = 20_000 / 365;
    const counts = [...perDay.values()];
    expect(Math.max(...counts)).toBeGreaterThan(4 * mean);
    expect(Math.max(...counts)).toBeLessThan(20 * mean);
    const days = calendar();
    const average = (workdays: boolean): number => {
      const own = [...perDay].filter(([each]) => days.isWorkday(each) === workdays);
      return own.reduce((sum, [, count]) => sum + count, 0) / own.length;
    };
    expect(average(true)).toBeGreaterThan(2 * average(false));
  });

  it("has units that keep to their days and units that do not", () => {
    const received = new Map<string, { readonly unit: string; readonly day: number }>();
    const kept = new Map<string, { on: number; of: number }>();
    const local = zone("Asia/Shanghai");
    const days = calendar();
    for (const { fact } of all({ cases: 12_000 })) {
      if (fact.act === "complaint.received")
        received.set(fact.subject, { unit: String(fact.data?.unit), day: local.dayOf(fact.at) });
      const from = fact.act === "complaint.accepted" ? received.get(fact.subject) : undefined;
      if (from === undefined) continue;
      let taken = 0;
      for (let each = from.day + 1; each <= local.dayOf(fact.at); each++)
        if (days.isWorkday(each)) taken += 1;
      const unit = kept.get(from.unit) ?? { on: 0, of: 0 };
      kept.set(from.unit, { on: unit.on + (taken <= 7 ? 1 : 0), of: unit.of + 1 });
    }
    const rate = (unit: string): number => (kept.get(unit)?.on ?? 0) / (kept.get(unit)?.of ?? 1);
    expect(rate("320921")).toBeLessThan(0.9);
    expect(rate("320924")).toBeLessThan(0.95);
    expect(rate("320981")).toBeGreaterThan(0.97);
  });
});

describe("disorder", () => {
  it("arrives in time order without any", () => {
    const messages = all();
    expect(messages.every(({ arrivesAt, fact }) => arrivesAt === fact.at)).toBe(true);
    expect(messages.map(({ arrivesAt }) => arrivesAt)).toEqual(
      messages.map(({ arrivesAt }) => arrivesAt).sort((a, b) => a - b),
    );
  });

  it("enters late what is to be entered late, and stays in order of arrival", () => {
    const messages = all(disorder({ lateEntry: 0.1 }));
    const late = messages.filter(({ arrivesAt, fact }) => arrivesAt - fact.at >= 86_400_000);
    expect(late.length / messages.length).toBeCloseTo(0.1, 1);
    const times = messages.map(({ arrivesAt }) => arrivesAt);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(messages.map(text).sort()).toEqual(all().map(text).sort());
  });

  it("repeats events word for word", () => {
    const messages = all(disorder({ duplicates: 0.05 }));
    const events = new Set(messages.filter(({ kind }) => kind === "event").map(text));
    const repeated = messages.filter(({ kind }) => kind === "duplicate").map(text);
    expect(repeated.length / events.size).toBeCloseTo(0.05, 1);
    for (const each of repeated) expect(events).toContain(each);
  });

  it("retracts what was entered wrongly and enters it again", () => {
    const messages = all(disorder({ corrections: 0.02 }));
    const byId = new Map(messages.map(({ fact }) => [idOf(fact), fact]));
    const retractions = messages.filter(({ fact }) => fact.act === "record.retracted");
    expect(retractions.length).toBeGreaterThan(50);
    for (const { fact } of retractions) {
      const wrong = byId.get(String(fact.data?.id));
      expect(wrong?.subject).toBe(fact.subject);
      const again = messages.some(
        (each) => each.fact.again && each.fact.subject === fact.subject && each.fact.act === wrong?.act,
      );
      expect(again).toBe(true);
    }
  });

  it("spoils messages in every way, each refused with its code", () => {
    const bad = all({ ...disorder({ bad: 0.2 }) }).filter(({ kind }) => kind === "bad");
    expect(new Set(bad.map((each) => each.bad))).toEqual(new Set(Object.keys(badKinds)));
    for (const message of bad) {
      const result = decoded(message);
      const expected = message.bad === undefined ? "" : badKinds[message.bad];
      expect([message.bad, result.ok ? "accepted" : result.rejection.code]).toEqual([message.bad, expected]);
      expect(text(message)).not.toContain("\n");
    }
  });

  it("shuffles within a window, or all, and loses nothing", () => {
    const ordered = all();
    for (const shuffle of [2, 100, Number.POSITIVE_INFINITY]) {
      const messages = all(disorder({ shuffle }));
      expect(messages.map(text)).not.toEqual(ordered.map(text));
      expect(messages.map(text).sort()).toEqual(ordered.map(text).sort());
    }
    const early = (messages: readonly Message[]) =>
      messages.slice(0, 500).filter(({ arrivesAt }) => arrivesAt > Date.parse("2026-03-01")).length;
    expect(early(all(disorder({ shuffle: 100 })))).toBe(0);
    expect(early(all(disorder({ shuffle: Number.POSITIVE_INFINITY })))).toBeGreaterThan(100);
  });

  it("changes nothing else: the histories are the same with it", () => {
    const plain = new Set(all().map(text));
    const more = all(disorder({ duplicates: 0.3, bad: 0.1, lateEntry: 0.3 }));
    expect(new Set(more.filter(({ kind }) => kind !== "bad").map(text))).toEqual(plain);
  });
});
