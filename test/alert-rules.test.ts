import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { root } from "@anshi/test-postgres/root";
import { have } from "@anshi/test-tools";
import { describe, expect, it } from "vitest";
import { mutants, survives } from "./support/rule-mutants.js";
import { allRules, filesIn, prometheusFiles, type Rule } from "./support/rules.js";

const rules = allRules();
const alerts = rules.filter((rule): rule is Rule & { readonly alert: string } => rule.alert !== undefined);
const runbooks = join(root, "docs/runbooks");
const pageOf = (alert: string): string =>
  alert
    .replace(/^Anshi/u, "")
    .replace(/(?<=[a-z])(?=[A-Z])/gu, "-")
    .toLowerCase();

const promtool = (...args: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync("promtool", args, { encoding: "utf8", cwd: prometheusFiles });
  return status === 0 ? "fine" : `${stdout}${stderr}`;
};

describe.skipIf(!have("prometheus"))("promtool", () => {
  it.each(filesIn("rules"))("takes the rules of %s", (file) => {
    expect(promtool("check", "rules", "--lint=all", "--lint-fatal", file)).toBe("fine");
  });
  it.each(filesIn("tests"))("finds that the alerts behave as %s says", (file) => {
    expect(promtool("test", "rules", file)).toBe("fine");
  });
});

describe.skipIf(!have("prometheus"))("a test turns red", () => {
  it.each(alerts.flatMap((rule) => mutants(rule)))("when $alert $change", async (mutant) => {
    expect(await survives(mutant)).toBe(false);
  });

  it("but not when nothing is changed", async () => {
    for (const { alert, file } of alerts.filter(({ alert }) => /Long|Stalled|Absent/u.test(alert)))
      expect(await survives({ alert, file, change: "is as it was", spoilt: {} })).toBe(true);
  });
});

describe("every alert", () => {
  it.each(alerts)("$alert says how urgent it is, whom it concerns, and is damped", (rule) => {
    expect(rule.labels?.severity).toMatch(/^(critical|warning|info)$/u);
    expect(rule.labels?.area).toMatch(/^(board|pipeline|processes)$/u);
    expect([rule.for, rule.keep_firing_for].some((each) => each !== undefined)).toBe(true);
  });

  it.each(alerts)("$alert is told in Chinese, then in English", ({ annotations = {} }) => {
    expect(Object.keys(annotations).sort()).toEqual(
      ["dashboard", "description", "panel", "runbook_url", "summary"].sort(),
    );
    expect(annotations.summary).toMatch(/\p{Script=Han}.*[A-Za-z]{4}/su);
  });

  it.each(alerts)("$alert has a runbook of its own, which names it", ({ alert, labels, annotations }) => {
    expect(annotations?.runbook_url).toBe(`\${ANSHI_PUBLIC_URL}/runbooks/${pageOf(alert)}`);
    const page = readFileSync(join(runbooks, `${pageOf(alert)}.md`), "utf8");
    expect(page).toContain(`\`${alert}\` · ${labels?.severity} · `);
    for (const heading of ["What it means", "What to look at", "What to do", "How it ends"])
      expect(page).toMatch(new RegExp(`^## \\p{Script=Han}+ ${heading}$`, "mu"));
  });

  it.each(alerts)("$alert leads to a panel that there is", ({ alert, annotations }) => {
    const uid = annotations?.dashboard ?? "";
    const file = join(root, "infra/grafana/dashboards", `${uid.replace("anshi-", "")}.json`);
    const { panels } = JSON.parse(readFileSync(file, "utf8")) as { panels: { id: number; type: string }[] };
    const panel = panels.find(({ id, type }) => type !== "row" && String(id) === annotations?.panel);
    expect(panel).toBeDefined();
    expect(readFileSync(join(runbooks, `${pageOf(alert)}.md`), "utf8")).toContain(
      `panel ${annotations?.panel}\n`,
    );
  });

  it("has a name of its own, and every runbook an alert", () => {
    const pages = readdirSync(runbooks).filter((name) => name !== "README.md");
    expect(pages.sort()).toEqual(alerts.map(({ alert }) => `${pageOf(alert)}.md`).sort());
    const index = readFileSync(join(runbooks, "README.md"), "utf8");
    for (const page of pages) expect(index).toContain(`](${page})`);
  });
});

it("every rule reads only metrics that are documented, or recorded here", () => {
  const documented = readFileSync(join(root, "docs/metrics.md"), "utf8");
  const recorded = new Set(rules.map(({ record }) => record));
  for (const { file, alert, record, expr, annotations } of rules) {
    const text = [expr, ...Object.values(annotations ?? {})].join("\n");
    for (const [name] of text.matchAll(/\banshi[:_][a-z_0-9:]+/gu)) {
      const known = name.includes(":")
        ? recorded.has(name)
        : documented.includes(`| \`${name.replace(/_(?:count|sum|bucket)$/u, "")}\` |`);
      expect([basename(file), alert ?? record, name, known]).toEqual([
        basename(file),
        alert ?? record,
        name,
        true,
      ]);
    }
  }
});
