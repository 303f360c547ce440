import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { dashboards } from "./dashboards.js";
import type { GridPosition } from "./grid.js";
import { documentedMetrics, metricsOf } from "./testing/documented-metrics.js";
import { panelsOf } from "./testing/panels.js";

const metrics = documentedMetrics(fileURLToPath(new URL("../../../docs/metrics.md", import.meta.url)));
const shown = panelsOf(dashboards);
const expressions = shown.flatMap(({ name, targets }) =>
  targets.flatMap((target) => ("expr" in target ? [{ name, expr: target.expr }] : [])),
);

const twice = <T>(values: readonly T[]): readonly T[] =>
  values.filter((value, index) => values.indexOf(value) !== index);
const bilingual = (text: string | undefined): boolean =>
  /\p{Script=Han}/u.test(text ?? "") && /[A-Za-z]{3}/u.test(text ?? "");

describe("a dashboard", () => {
  it("is found by an address of its own", () => {
    expect(dashboards.length).toBe(5);
    expect(twice(dashboards.map(({ uid }) => uid))).toEqual([]);
  });

  it.each(dashboards)("$uid is of the classic model and nobody edits it in place", (dashboard) => {
    expect(dashboard).toMatchObject({
      editable: false,
      timezone: "Asia/Shanghai",
      annotations: { list: [] },
    });
    expect(dashboard.schemaVersion).toBeLessThanOrEqual(41);
    expect(Object.keys(dashboard)).not.toContain("id");
    expect(JSON.stringify(dashboard)).not.toContain("__inputs");
    expect([dashboard.title, bilingual(dashboard.title), bilingual(dashboard.description)]).toEqual([
      dashboard.title,
      true,
      true,
    ]);
  });

  it.each(dashboards)("$uid numbers its panels once each, and they do not overlap", (dashboard) => {
    const panels = dashboard.panels ?? [];
    const ids = panels.map(({ id }) => id);
    expect([twice(ids), ids.every((id) => Number.isInteger(id))]).toEqual([[], true]);
    const cells = panels.flatMap(({ gridPos }) => cellsOf(gridPos as GridPosition));
    expect(twice([...cells].sort()).slice(0, 3)).toEqual([]);
  });

  it.each(dashboards)("$uid declares the variables it uses, and uses those it declares", (dashboard) => {
    const own = (dashboard.templating?.list ?? []).map(({ name }) => name);
    const text = JSON.stringify([dashboard.panels, dashboard.templating]);
    const used = [...text.matchAll(/\$(?:\{)?([a-z]\w*)/gu)].map(([, name = ""]) => name);
    const shared = ["prometheus", "postgres", "console", "ledger"];
    expect(new Set(used.filter((name) => !own.includes(name) && !/^\d/u.test(name)))).toEqual(new Set());
    expect(own.filter((name) => !used.includes(name) && !shared.includes(name))).toEqual([]);
    for (const variable of dashboard.templating?.list ?? []) expect(variable.description).toBeTruthy();
  });
});

/** The cells of the grid that a panel covers; outside of it there are none. */
function cellsOf({ x, y, w, h }: GridPosition): readonly string[] {
  expect([x >= 0, y >= 0, w > 0, h > 0, x + w <= 24]).toEqual([true, true, true, true, true]);
  return Array.from({ length: w * h }, (_none, n) => `${x + (n % w)},${y + Math.floor(n / w)}`);
}

describe("a panel", () => {
  it.each(shown)("$name says what it shows, in what unit, and what it says when there is nothing", (each) => {
    const { panel, targets } = each;
    const { defaults } = panel.fieldConfig ?? {};
    // "Kafka" and "PostgreSQL" are called so in either language.
    expect([panel.title === "PostgreSQL" || bilingual(panel.title), bilingual(panel.description)]).toEqual([
      true,
      true,
    ]);
    expect(defaults?.unit).toBeTruthy();
    expect(bilingual(defaults?.noValue)).toBe(true);
    expect(targets.length).toBeGreaterThan(0);
    expect(twice(targets.map(({ refId }) => refId))).toEqual([]);
    for (const { datasource } of targets) expect(datasource).toEqual(panel.datasource);
  });

  it.each(shown)("$name says in words what it says in colours", ({ panel }) => {
    const { defaults, overrides } = panel.fieldConfig ?? { defaults: {}, overrides: [] };
    const mappings = [
      ...(defaults.mappings ?? []),
      ...overrides.flatMap(({ properties }) =>
        properties.flatMap(({ id, value }) =>
          id === "mappings" ? (value as typeof defaults.mappings & object) : [],
        ),
      ),
    ];
    const results = mappings.flatMap((mapping) =>
      mapping.type === "value" ? Object.values(mapping.options) : [mapping.options.result],
    );
    expect(results.filter(({ color, text }) => color !== undefined && (text ?? "") === "")).toEqual([]);
  });
});

describe("a link", () => {
  const links = shown.flatMap((each) =>
    (each.panel.fieldConfig?.overrides ?? []).flatMap(({ properties }) =>
      properties.flatMap(({ id, value }) =>
        id === "links" ? (value as { url: string }[]).map(({ url }) => ({ url, ...each })) : [],
      ),
    ),
  );

  it("leads to a dashboard that is there, to a panel of it, and sets variables that it has", () => {
    const wrong = links.filter(({ url }) => {
      if (!url.startsWith("/d/")) return false;
      const { pathname, searchParams } = new URL(url, "http://grafana.test");
      const there = dashboards.find(({ uid }) => pathname === `/d/${uid}`);
      const variables = (there?.templating?.list ?? []).map(({ name }) => `var-${name}`);
      const panel = searchParams.get("viewPanel");
      return (
        there === undefined ||
        [...searchParams.keys()].some((key) => key !== "viewPanel" && !variables.includes(key)) ||
        (panel !== null && there.panels?.every(({ id }) => String(id) !== panel))
      );
    });
    expect([links.length > 5, wrong.map(({ url, name }) => [name, url])]).toEqual([true, []]);
  });

  it("leads to a page that the console has", () => {
    const source = fileURLToPath(new URL("../../../services/console/src/shell/views.ts", import.meta.url));
    const views = [...readFileSync(source, "utf8").matchAll(/\{ name: "(\w+)"/gu)].map(([, name]) => name);
    const pages = links.flatMap(({ url }) => /^\$\{console\}\/#\/(\w+)\//u.exec(url)?.[1] ?? []);
    expect([new Set(pages), views]).toEqual([new Set(["case"]), expect.arrayContaining(["case"])]);
  });

  it("names only columns of its row", () => {
    for (const { url, targets, name } of links)
      for (const [, field = ""] of url.matchAll(/__data\.fields\.(\w+)/gu)) {
        const sql = targets.map((target) => ("rawSql" in target ? target.rawSql : "")).join("\n");
        expect([name, field, new RegExp(`\\b${field}\\b`, "u").test(sql)]).toEqual([name, field, true]);
      }
  });
});

describe("an expression of PromQL", () => {
  it("reads metrics that are told", () => {
    const unknown = expressions.flatMap(({ name, expr }) =>
      metricsOf(expr, metrics)
        .filter((metric) => metric.startsWith("anshi_") && !metrics.has(metric))
        .map((metric) => `${metric} in ${name}`),
    );
    expect(unknown).toEqual([]);
  });

  it("takes the rate of counters and histograms, never of a gauge", () => {
    const rated = expressions.flatMap(({ name, expr }) =>
      [...expr.matchAll(/\b(?:rate|irate|increase)\((\w+)/gu)].map(([, metric = ""]) => ({ name, metric })),
    );
    expect(rated.length).toBeGreaterThan(10);
    const wrong = rated.filter(({ metric }) => {
      const type = metrics.get(metricsOf(metric, metrics)[0] ?? "");
      return !(type === "counter" || type === "histogram" || metric === "process_cpu_seconds_total");
    });
    expect(wrong).toEqual([]);
  });

  it("asks each range of a counter through a rate", () => {
    const bare = expressions.filter(({ expr }) => /(?<!(?:rate|increase)\([^()]*)\[\$?\w+\]/u.test(expr));
    expect(bare).toEqual([]);
  });
});
