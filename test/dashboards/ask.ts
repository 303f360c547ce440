import type { Target } from "@anshi/grafana";
import { interpolate, interpolateSql, type Scope } from "@anshi/grafana/testing";
import type { Stack } from "./stack.js";

export type Cell = string | number | boolean | Date | null;
/** Of a table a row; of a line a point: the labels or columns, and what it is called. */
export type Row = Readonly<Record<string, Cell>>;

/** Asks as Grafana would; a value of PromQL is in the column `value`, its instant in `time`. */
export async function ask(
  target: Target,
  scope: Scope,
  { prometheus, reader }: Stack,
): Promise<readonly Row[]> {
  if ("rawSql" in target) return (await reader.query<Row>(interpolateSql(target.rawSql, scope))).rows;
  const expr = interpolate(target.expr, scope);
  const series = target.instant
    ? await prometheus.query(expr, scope.to)
    : await prometheus.queryRange(expr, scope.from, scope.to, scope.interval);
  return series.flatMap(({ labels, points }) =>
    points.map(({ at, value }) => ({ ...labels, time: new Date(at), value })),
  );
}

/** What the fields are called that a target brings: columns, or series by their legend. */
export function fieldsOf(target: Target, rows: readonly Row[], alone: boolean): ReadonlySet<string> {
  if ("rawSql" in target) {
    if (target.format === "time_series") return new Set(rows.map(({ metric }) => String(metric)));
    return new Set(rows.flatMap((row) => Object.keys(row)));
  }
  if (target.format === "table") {
    const labels = rows
      .flatMap((row) => Object.keys(row))
      .filter((name) => name !== "time" && name !== "value");
    return new Set([...labels, "Time", alone ? "Value" : `Value #${target.refId}`]);
  }
  const legend = (row: Row) =>
    target.legendFormat.replace(/\{\{(\w+)\}\}/gu, (_all, label: string) => String(row[label] ?? ""));
  return new Set(rows.map(legend));
}
