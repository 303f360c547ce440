import { describe, expect, it } from "vitest";
import { ruleSet } from "./rule-set.js";
import { parseRuleSet, ruleSetData } from "./rule-set-file.js";

const data = ruleSetData(ruleSet);
const faultsOf = (value: unknown): readonly string[] => {
  const read = parseRuleSet(JSON.parse(JSON.stringify(value)));
  return read.ok ? [] : read.faults;
};

describe("a rule set as a file", () => {
  it("is read as it was written, whatever the order of its rules", () => {
    const sorted = { ...ruleSet, rules: [...ruleSet.rules].sort((a, b) => a.from - b.from) };
    expect(parseRuleSet(JSON.parse(JSON.stringify(data)))).toEqual({ ok: true, rules: sorted });
    const read = parseRuleSet({ ...data, rules: [...data.rules].reverse() });
    const mediate = read.ok ? read.rules.rules.filter(({ clock }) => clock === "complaint.mediate") : [];
    expect(mediate.map(({ version }) => version)).toEqual(["order-20", "order-121"]);
  });

  it("says all that is wrong with it, and where", () => {
    const [first, ...others] = data.rules;
    const wrong = {
      ...first,
      from: "2026-02-30",
      length: { days: 0, of: "weeks" },
      rollover: "never",
      lenght: 1,
    };
    expect(faultsOf({ version: "", rules: [wrong, ...others] })).toEqual([
      "/version: expected a text",
      expect.stringContaining("/rules/0/lenght: expected one of clock, "),
      "/rules/0/from: expected a date YYYY-MM-DD",
      "/rules/0/length: expected null, or days (1 to 3660) of working-days or calendar-days",
      "/rules/0/rollover: expected non-workday or statutory",
    ]);
    expect(faultsOf({ version: "x", rules: others.slice(1) })).toEqual([
      "/rules: no rule for complaint.accept",
    ]);
    expect(faultsOf([])).toEqual(["expected an object with version and rules"]);
    expect(faultsOf({ version: "x", rules: [null] })[0]).toBe("/rules/0: expected an object");
  });
});
