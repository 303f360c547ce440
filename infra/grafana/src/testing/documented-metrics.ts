import { readFileSync } from "node:fs";

/** Metrics by name, each with its type, as a page's tables tell of them; another test holds the page to what is exported. */
export function documentedMetrics(page: string): ReadonlyMap<string, string> {
  const rows = readFileSync(page, "utf8").matchAll(/^\| `(anshi_\w+)` \| (\w+) \|/gmu);
  return new Map([...rows].map(([, name = "", type = ""]) => [name, type]));
}

/** The metrics of ours that an expression reads, histograms by their own name. */
export function metricsOf(expr: string, known: ReadonlyMap<string, string>): readonly string[] {
  return [...expr.matchAll(/\b(?:anshi|process|nodejs)_\w+/gu)].map(([name]) => familyOf(name, known));
}

function familyOf(name: string, known: ReadonlyMap<string, string>): string {
  const family = name.replace(/_(?:bucket|sum|count)$/u, "");
  return known.get(family) === "histogram" ? family : name;
}
