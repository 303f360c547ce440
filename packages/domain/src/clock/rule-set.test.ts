import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { parseDay } from "../time/index.js";
import { clockKinds, ruleFor } from "./rule.js";
import { ruleSet } from "./rule-set.js";

describe("the rule set", () => {
  it("has the versions of each clock in the order of their dates", () => {
    for (const kind of clockKinds) {
      const dates = ruleSet.rules.filter(({ clock }) => clock === kind).map(({ from }) => from);
      expect(dates.length).toBeGreaterThan(0);
      expect(dates).toEqual([...dates].sort((a, b) => a - b));
    }
  });

  it("chooses by the start day, the earliest version before all", () => {
    const version = (day: string) => ruleFor(ruleSet, "complaint.mediate", parseDay(day) ?? 0).version;
    expect(["2015-01-01", "2026-04-14", "2026-04-15", "2030-01-01"].map(version)).toEqual([
      "order-20",
      "order-20",
      "order-121",
      "order-121",
    ]);
  });

  it("is what its version says: whoever changes a rule gives the set another version", () => {
    const content = createHash("sha256").update(JSON.stringify(ruleSet)).digest("hex").slice(0, 16);
    expect(`${ruleSet.version} ${content}`).toBe("cn-market-supervision-2026.1 73a4182cac3c3699");
  });
});
