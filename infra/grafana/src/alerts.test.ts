import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { dashboards } from "./dashboards.js";
import { documentedMetrics, metricsOf } from "./testing/documented-metrics.js";
import { panelsOf } from "./testing/panels.js";
import { rulesOfPrometheus } from "./testing/rules.js";

const metrics = documentedMetrics(fileURLToPath(new URL("../../../docs/metrics.md", import.meta.url)));
const rules = rulesOfPrometheus();
const alerts = rules.filter(({ alert }) => alert !== undefined);
const panels = panelsOf(dashboards);
const recorded = new Map(
  rules.flatMap(({ record, expr }) => (record === undefined ? [] : [[record, expr] as const])),
);

/** The metrics that an expression reads, those behind recorded names among them. */
function readBy(expr: string, seen: ReadonlySet<string> = new Set()): readonly string[] {
  const names = [...expr.matchAll(/\banshi:[\w:]+/gu)]
    .map(([name]) => name)
    .filter((name) => !seen.has(name));
  const further = names.flatMap((name) => readBy(recorded.get(name) ?? "", new Set([...seen, ...names])));
  return [...metricsOf(expr, metrics), ...further];
}

it.each(alerts)("$alert leads to a panel that shows what it reads, or lists its cases", (rule) => {
  const { dashboard: uid, panel: id } = rule.annotations ?? {};
  const shown = panels.find(({ dashboard, panel }) => dashboard.uid === uid && String(panel.id) === id);
  const read = shown?.targets.flatMap((target) =>
    "rawSql" in target ? ["cases"] : target.expr === "" ? [] : metricsOf(target.expr, metrics),
  );
  // What is absent is on no panel; it leads to the targets that should bring it.
  const own = /\babsent\(/u.test(rule.expr) ? [] : readBy(rule.expr);
  expect([
    uid,
    id,
    shown?.name,
    own.length === 0 || ["cases", ...own].some((name) => read?.includes(name)),
  ]).toEqual([uid, id, expect.any(String), true]);
});

it("no rule takes the rate of a gauge", () => {
  const rated = rules.flatMap(({ expr }) =>
    [...expr.matchAll(/\b(?:rate|irate|increase)\((anshi_\w+)/gu)].map(
      ([, name = ""]) => metricsOf(name, metrics)[0] ?? "",
    ),
  );
  expect([rated.length > 0, rated.filter((name) => metrics.get(name) === "gauge")]).toEqual([true, []]);
});

it("every metric of ours is on a panel or in a rule", () => {
  const shown = panels.flatMap(({ targets }) =>
    targets.flatMap((target) => ("expr" in target ? [target.expr] : [])),
  );
  const asked = dashboards.flatMap(({ templating }) =>
    (templating?.list ?? []).map(({ query }) => JSON.stringify(query)),
  );
  const ruled = rules.flatMap(({ expr, annotations = {} }) => [expr, ...Object.values(annotations)]);
  const used = new Set([...shown, ...asked, ...ruled].flatMap((text) => metricsOf(text, metrics)));
  expect([...metrics.keys()].filter((name) => !used.has(name))).toEqual([]);
});
