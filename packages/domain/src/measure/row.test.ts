import { describe, expect, it } from "vitest";
import { unitTree } from "../unit/index.js";
import { type Counts, noCounts, type Slot, type SlotCounts } from "./counts.js";
import { measures } from "./measure.js";
import { belongs, measureRows } from "./row.js";

const tree = unitTree("3209", [
  { id: "320900", name: "盐城市" },
  { id: "320902", name: "亭湖区", parent: "320900" },
]);
const lead = (own: Partial<Slot>): Slot => ({
  clock: "lead.verify",
  unit: "320902",
  online: true,
  origin: "report",
  ...own,
});
const slot = (
  own: Partial<Slot>,
  counts: Partial<Counts>,
  cohort: SlotCounts["cohort"] = "settled",
): SlotCounts => ({
  ...lead(own),
  cohort,
  counts: { ...noCounts, ...counts },
});
const row = (
  slots: readonly SlotCounts[],
  measure: string,
  unit: string,
  cohort: SlotCounts["cohort"] = "settled",
) => measureRows(slots, tree, cohort, { units: [unit], measures: [measure] })[0];

describe("what belongs to a measure", () => {
  const [reports] = measures.filter(({ id }) => id === "17.1");

  it("is decided by clock, online flag and origin; unknown is neither in nor out", () => {
    const belonging = (own: Partial<Slot>) => reports && belongs(reports, lead(own));
    expect(belonging({})).toBe(true);
    expect(belonging({ online: false })).toBe(false);
    expect(belonging({ origin: "assigned" })).toBe(false);
    expect(belonging({ clock: "lead.handle" })).toBe(false);
    expect(belonging({ online: null })).toBeNull();
    expect(belonging({ origin: null })).toBeNull();
    expect(belonging({ online: false, origin: null })).toBe(false);
  });
});

describe("rows", () => {
  const slots = [
    slot({}, { kept: 18, late: 1, overdue: 1, pending: 4 }),
    slot({ unit: "999" }, { kept: 20 }),
    slot({ online: null }, { kept: 3, pending: 2, void: 1 }),
  ];

  it("roll up the tree, unregistered units under the root, unclassified ones counted apart", () => {
    expect(row(slots, "17.1", "320902")).toMatchObject({
      kept: 18,
      counted: 20,
      numerator: 18,
      rate: 0.9,
      met: false,
      alert: true,
      unclassified: 5,
    });
    expect(row(slots, "17.1", "320900")).toMatchObject({ kept: 18, counted: 20 });
    expect(row(slots, "17.1", "999")).toMatchObject({
      kept: 20,
      counted: 20,
      met: true,
      alert: false,
      earned: true,
    });
    expect(row(slots, "17.1", "3209")).toMatchObject({
      kept: 38,
      counted: 40,
      rate: 0.95,
      met: true,
      earned: false,
      lateBudget: 0,
    });
  });

  it("are in one order, whatever the order of the counts", () => {
    expect(measureRows(slots, tree, "settled")).toEqual(measureRows([...slots].reverse(), tree, "settled"));
    expect(measureRows(slots, tree, "settled", { measures: ["17.1"] }).map(({ unit }) => unit)).toEqual([
      "3209",
      "320900",
      "320902",
      "999",
    ]);
  });

  it("say no data for nothing counted, and mark a small sample instead of alerting", () => {
    expect(row([], "17.1", "320902")).toMatchObject({
      counted: 0,
      rate: null,
      met: null,
      alert: null,
      lateBudget: null,
    });
    expect(row([slot({}, { kept: 1, overdue: 18 })], "17.1", "320902")).toMatchObject({
      met: false,
      alert: false,
      smallSample: true,
    });
  });

  it("count pending in the denominator of the disposal rate, which reads what was received", () => {
    const identity = { clock: "identity.claim", online: null, origin: null } as const;
    const received = [
      slot(identity, { kept: 8, late: 1, overdue: 0, pending: 1 }, "received"),
      slot(identity, { kept: 500 }),
    ];
    expect(row(received, "11.2", "320902")).toMatchObject({
      cohort: "received",
      counted: 10,
      numerator: 9,
      rate: 0.9,
      met: false,
    });
  });

  it("have no completion rate in the closed cohort", () => {
    const handled = slot({ clock: "lead.handle", origin: "assigned" }, { kept: 5, late: 5 }, "closed");
    expect(row([handled], "17.2b", "320902", "closed")).toMatchObject({ counted: 0, rate: null });
    expect(row([handled], "17.2a", "320902", "closed")).toMatchObject({ counted: 10, rate: 0.5 });
  });
});
