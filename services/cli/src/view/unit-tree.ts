import type { Language } from "@anshi/terms";
import { Failure } from "../failure.js";
import type { UnitRow } from "./list-answer.js";

/** The units of an answer; throws `Failure` when it holds none. */
export function unitsAnswer(body: unknown): readonly UnitRow[] {
  if (typeof body === "object" && body !== null && "items" in body && Array.isArray(body.items))
    return body.items as readonly UnitRow[];
  throw new Failure("the answer is no list of units; does ANSHI_URL name an Anshi service?");
}

/** The tree, a line a unit, indented by its depth: `320902 亭湖区`, and the region code where it is another than the id. */
export function renderUnits(units: readonly UnitRow[], language: Language): string {
  const depths = new Map<string, number>();
  const lines = units.map(({ id, name, parent, regionCode }) => {
    const depth = parent === null ? 0 : 1 + (depths.get(parent) ?? 0);
    depths.set(id, depth);
    const code =
      regionCode === null || regionCode === id
        ? ""
        : ` [${language === "zh" ? "区划" : "region"} ${regionCode}]`;
    return `${"  ".repeat(depth)}${id}${name === null ? "" : ` ${name}`}${code}`;
  });
  // Names come from outside: no control characters reach the terminal.
  return lines.map((line) => line.replace(/\p{Cc}/gu, " ")).join("\n");
}
