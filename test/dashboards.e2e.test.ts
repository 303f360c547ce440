import { dashboards, type Target } from "@anshi/grafana";
import { panelsOf, type Shown } from "@anshi/grafana/testing";
import type { LedgerId } from "@anshi/ledger";
import { have } from "@anshi/test-tools";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, fieldsOf, type Row } from "./dashboards/ask.js";
import { type Counted, contradicted, countedByDomain } from "./dashboards/domain.js";
import { known } from "./dashboards/known.js";
import { chosen, scopeOf } from "./dashboards/scope.js";
import { SEEDED } from "./dashboards/seeded.js";
import { DEMO, type Stack, startStack } from "./dashboards/stack.js";
import { valuesOf } from "./dashboards/values.js";

const MINUTES = 60_000;
const panels = panelsOf(dashboards);

/** Queries that need a mishap, or a robot, to bring anything. */
const silent = new Set(["anshi-pipeline/43 lost", "anshi-pipeline/88 relayed"]);

/** A value that a variable must offer. */
const offered: Readonly<Record<string, string>> = {
  ledger: DEMO,
  unit: DEMO,
  console: "http://127.0.0.1:8417",
  clock: "odr.close",
};

/** Of each ledger the root, and a unit below it. */
const asked = [
  { ledger: DEMO, unit: DEMO },
  { ledger: DEMO, unit: "320902" },
  { ledger: SEEDED, unit: SEEDED },
  { ledger: SEEDED, unit: "410102" },
];

/** Fields that a panel has something to say of by name. */
function overridden({ panel }: Shown): readonly string[] {
  return (panel.fieldConfig?.overrides ?? []).map(({ matcher }) => String(matcher.options));
}

describe.skipIf(!have("prometheus", "java", "maven"))("the dashboards", () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  }, 10 * MINUTES);
  afterAll(() => stack?.stop());

  it.each(panels)("$name: each query brings something of the demonstration's year", async (shown) => {
    const publication = stack.published.get(DEMO)?.id ?? "";
    const scope = scopeOf(shown.dashboard, stack.at, { ...chosen(DEMO), publication });
    const found: [Target, readonly Row[]][] = [];
    for (const target of shown.targets) found.push([target, await ask(target, scope, stack)]);
    const empty = found
      .filter(([, rows]) => rows.length === 0)
      .map(([{ refId }]) => `${shown.dashboard.uid}/${shown.panel.id} ${refId}`);
    expect(empty.filter((name) => !silent.has(name))).toEqual([]);
    const fields = new Set(
      found.flatMap(([target, rows]) => [...fieldsOf(target, rows, found.length === 1)]),
    );
    const named = overridden(shown);
    // Of a table every column has a heading in words; elsewhere what has something said of it is there.
    if (shown.panel.type === "table") fields.delete("Time");
    const [some, all] = shown.panel.type === "table" ? [[...fields], new Set(named)] : [named, fields];
    expect(some.filter((name) => !all.has(name))).toEqual([]);
  });

  it.each(dashboards)("$uid: each variable has values to choose from", async (dashboard) => {
    for (const variable of dashboard.templating?.list ?? []) {
      const values = await valuesOf(variable, scopeOf(dashboard, stack.at, chosen(DEMO)), stack);
      expect([variable.name, values.length > 0]).toEqual([variable.name, true]);
      if (variable.name in offered) expect(values).toContain(offered[variable.name]);
    }
  });

  it.each(known)("$dashboard/$panel $query: what was counted by hand", async (expected) => {
    const { dashboard, panel, query, ledger = SEEDED, unit = ledger, rows } = expected;
    const shown = panels.find((each) => each.dashboard.uid === dashboard && each.panel.id === panel);
    const target = shown?.targets.find(({ refId }) => refId === query);
    if (shown === undefined || target === undefined) throw new Error("no such query");
    const before = String(stack.beforeCorrection);
    const scope = scopeOf(shown.dashboard, stack.at, { ...chosen(ledger), measure: "19.1", before, unit });
    expect(await ask(target, scope, stack)).toEqual(rows.map((row) => expect.objectContaining(row)));
  });

  it.each(asked)(
    "show the rates that the domain counts: $unit of $ledger (G9)",
    {
      timeout: 5 * MINUTES,
    },
    async ({ ledger, unit }) => {
      const own = await counted(ledger);
      const published = stack.published.get(ledger);
      if (published === undefined) throw new Error("nothing was published");
      const before = String(ledger === SEEDED ? stack.beforeCorrection : own.latest / 2n);
      const choice = { ...chosen(ledger), unit, before, publication: published.id, measure: "19.1" };
      const wrong: object[] = [];
      for (const shown of panels)
        for (const window of ["all", "year"]) {
          const scope = scopeOf(shown.dashboard, stack.at, { ...choice, window });
          wrong.push(...(await contradicted(shown, scope, stack, published, own)));
        }
      expect(wrong).toEqual([]);
    },
  );

  const counts = new Map<LedgerId, Promise<Counted>>();
  function counted(ledger: LedgerId): Promise<Counted> {
    const own = counts.get(ledger) ?? countedByDomain(ledger, stack);
    counts.set(ledger, own);
    return own;
  }
});
