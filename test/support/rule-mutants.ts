import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parse, stringify } from "yaml";
import { filesIn, prometheusFiles, type Rule } from "./rules.js";

/** An alert with one thing about it spoilt; the unit tests of the rules must see it. */
export interface Mutant {
  readonly alert: string;
  readonly change: string;
  readonly file: string;
  readonly spoilt: Readonly<Record<string, string | undefined>>;
}

const NEVER = "vector(0) > 1";
const borders: Readonly<Record<string, string>> = { "<": "<=", "<=": "<", ">": ">=", ">=": ">" };

/** The alert that never fires; each comparison that takes its border the other way; the waits left out. */
export function mutants(rule: Rule & { readonly alert: string }): readonly Mutant[] {
  const { alert, file, expr } = rule;
  const comparisons = [...expr.matchAll(/ ([<>]=?) /gu)];
  return [
    { alert, file, change: "never fires", spoilt: { expr: NEVER } },
    ...comparisons.map(({ 0: whole, 1: operator = "", index }, nth) => {
      const other = borders[operator] ?? "";
      const changed = `${expr.slice(0, index)} ${other} ${expr.slice(index + whole.length)}`;
      return {
        ...{ alert, file },
        change: `has ${other} for ${operator} (${nth + 1} of ${comparisons.length})`,
        spoilt: { expr: changed },
      };
    }),
    ...(["for", "keep_firing_for"] as const)
      .filter((wait) => rule[wait] !== undefined)
      .map((wait) => ({ alert, file, change: `has no ${wait}`, spoilt: { [wait]: undefined } })),
  ];
}

/** Whether every unit test that speaks of the alert stays green. */
export async function survives({ alert, file, spoilt }: Mutant): Promise<boolean> {
  const copy = mkdtempSync(join(tmpdir(), "anshi-mutant-"));
  try {
    cpSync(prometheusFiles, copy, { recursive: true });
    const rules = parse(readFileSync(file, "utf8")) as { groups: { rules: Record<string, unknown>[] }[] };
    for (const { rules: own } of rules.groups)
      for (const rule of own) if (rule.alert === alert) Object.assign(rule, spoilt);
    writeFileSync(join(copy, "rules", basename(file)), stringify(rules, { aliasDuplicateObjects: false }));
    for (const test of testsOf(alert)) {
      if (!(await isGreen(join(copy, "tests", basename(test))))) return false;
    }
    return true;
  } finally {
    rmSync(copy, { recursive: true });
  }
}

/** The unit tests that speak of an alert; that which does so most first: it is the likeliest to see what is wrong. */
function testsOf(alert: string): readonly string[] {
  return filesIn("tests")
    .map((file) => ({ file, mentions: readFileSync(file, "utf8").split(alert).length - 1 }))
    .filter(({ mentions }) => mentions > 0)
    .sort((a, b) => b.mentions - a.mentions)
    .map(({ file }) => file);
}

function isGreen(test: string): Promise<boolean> {
  return new Promise((resolve) => {
    execFile("promtool", ["test", "rules", test], (failure) => resolve(failure === null));
  });
}
