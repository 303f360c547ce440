import { expect, it } from "vitest";
import { forEachUnit, parseAlertUnits } from "./for-each-unit.js";
import { parseTargets } from "./targets.js";

const unit = `\${UNIT}`;
const party = `\${UNIT_PARTY}`;

it("writes what speaks of a unit once for each, and nothing without one", () => {
  const routes = [
    { matchers: ["area=x", `unit="${unit}"`], receiver: `unit-${unit}` },
    { matchers: ["area=x"], receiver: "all" },
  ];
  const receivers = [{ name: `unit-${unit}`, configs: [{ to: party }] }, { name: "all" }];
  const units = parseAlertUnits("320902=12, 320903=13|14") ?? [];
  expect(forEachUnit({ route: { routes }, receivers }, units)).toEqual({
    route: {
      routes: [
        { matchers: ["area=x", 'unit="320902"'], receiver: "unit-320902" },
        { matchers: ["area=x", 'unit="320903"'], receiver: "unit-320903" },
        { matchers: ["area=x"], receiver: "all" },
      ],
    },
    receivers: [
      { name: "unit-320902", configs: [{ to: "12" }] },
      { name: "unit-320903", configs: [{ to: "13|14" }] },
      { name: "all" },
    ],
  });
  expect(forEachUnit(receivers, [])).toEqual([{ name: "all" }]);
});

it.each(["320902", "320902=", "=12", '3"=1', "320902=12;rm"])("takes %s for no units", (text) => {
  expect(parseAlertUnits(text)).toBeUndefined();
});

it("puts the targets of a service together", () => {
  expect(parseTargets("api=a:8417,api=b:8417, steward=c:9464")).toEqual([
    { targets: ["a:8417", "b:8417"], labels: { service: "api" } },
    { targets: ["c:9464"], labels: { service: "steward" } },
  ]);
  expect(parseTargets("a:8417")).toBeUndefined();
  expect(parseTargets("api=http://a:8417")).toBeUndefined();
});
