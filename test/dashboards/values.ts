import type { Variable } from "@anshi/grafana";
import { interpolate, interpolateSql, type Scope } from "@anshi/grafana/testing";
import type { Stack } from "./stack.js";

/** What a variable offers to choose from. */
export async function valuesOf(
  variable: Variable,
  scope: Scope,
  { prometheus, reader }: Stack,
): Promise<readonly string[]> {
  const { type, query } = variable;
  if (type !== "query")
    return (variable.options ?? [variable.current]).map((option) => String(option?.value));
  if (typeof query === "string") {
    const { rows } = await reader.query<Record<string, string>>(interpolateSql(query, scope));
    return rows.map((row) => row.__value ?? Object.values(row)[0] ?? "");
  }
  const [, metric = "", label = ""] = /^label_values\((\w+), (\w+)\)$/u.exec(String(query?.query)) ?? [];
  const series = await prometheus.query(interpolate(`group by (${label}) (${metric})`, scope), scope.to);
  return series.map(({ labels }) => labels[label] ?? "");
}
