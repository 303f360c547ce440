import { describe, expect, it } from "vitest";
import { interpolate, interpolateSql, type Scope } from "./interpolate.js";

const scope: Scope = {
  variables: {
    ledger: "3209",
    unit: "O'Neill",
    clock: ["a", "b'c"],
    empty: "",
    "__data.fields.subject": "C 1/2",
  },
  from: new Date("2026-01-01T00:00:00Z"),
  to: new Date("2026-01-01T01:00:00Z"),
  interval: 15,
  scrapeInterval: 10,
};

describe("variables and macros of Grafana", () => {
  it.each([
    ['up{ledger="$ledger"}', 'up{ledger="3209"}'],
    ["$ledger$ledger", "32093209"],
    [`\${ledger}s`, "3209s"],
    [`\${ledger:raw}`, "3209"],
    [`/d/x?var-unit=\${unit:percentencode}`, "/d/x?var-unit=O'Neill"],
    [`\${__data.fields.subject:percentencode}`, "C%201%2F2"],
    ["rate(x[$__rate_interval])", "rate(x[40s])"],
    ["rate(x[$__interval])", "rate(x[15s])"],
    ["increase(x[$__range])", "increase(x[3600s])"],
    ['5$ is "money"', '5$ is "money"'],
  ])("%s", (text, expected) => {
    expect(interpolate(text, scope)).toBe(expected);
  });

  it.each([
    [`f(\${ledger:sqlstring})`, "f('3209')"],
    [`\${unit:sqlstring}`, "'O''Neill'"],
    [`array[\${clock:sqlstring}]`, "array['a','b''c']"],
    [`\${empty:sqlstring}`, "''"],
    [
      "a between $__timeFrom() and $__timeTo()",
      "a between '2026-01-01T00:00:00.000Z' and '2026-01-01T01:00:00.000Z'",
    ],
  ])("SQL: %s", (text, expected) => {
    expect(interpolateSql(text, scope)).toBe(expected);
  });

  it.each(["$nothing", `\${nothing}`, `\${ledger:pipe}`, "$clock", "$__timeGroup(a)"])(
    "does not guess: %s",
    (text) => {
      expect(() => interpolateSql(text, scope)).toThrow();
    },
  );
});
