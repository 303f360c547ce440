/** A panel's query; `refId` says what it brings, and names its column in a table. */
export type Target = PrometheusTarget | SqlTarget;

export interface PrometheusTarget {
  readonly refId: string;
  readonly datasource: typeof prometheus;
  readonly expr: string;
  readonly legendFormat: string;
  readonly instant: boolean;
  readonly range: boolean;
  readonly format: "time_series" | "table";
  readonly editorMode: "code";
}

export interface SqlTarget {
  readonly refId: string;
  readonly datasource: typeof postgres;
  readonly rawSql: string;
  readonly rawQuery: true;
  readonly format: "time_series" | "table";
  readonly editorMode: "code";
}

export const prometheus = { type: "prometheus", uid: `\${prometheus}` } as const;
export const postgres = { type: "grafana-postgresql-datasource", uid: `\${postgres}` } as const;

const ask = (refId: string, expr: string, legendFormat: string) =>
  ({ refId, datasource: prometheus, expr, legendFormat, editorMode: "code" }) as const;

/** PromQL as of the end of the time range: one value a series. */
export function now(refId: string, expr: string, legend: string): PrometheusTarget {
  return { ...ask(refId, expr, legend), instant: true, range: false, format: "time_series" };
}

/** The same as rows of a table: a column a label, and the value in a column named by `refId`. */
export function rows(refId: string, expr: string): PrometheusTarget {
  return { ...ask(refId, expr, ""), instant: true, range: false, format: "table" };
}

/** PromQL over the time range. */
export function over(refId: string, expr: string, legend: string): PrometheusTarget {
  return { ...ask(refId, expr, legend), instant: false, range: true, format: "time_series" };
}

/** SQL whose columns are the table's. */
export function sql(refId: string, rawSql: string): SqlTarget {
  return { refId, datasource: postgres, rawSql, rawQuery: true, format: "table", editorMode: "code" };
}

/** SQL with the columns `time`, `metric` and `value`: a series a metric. */
export function sqlSeries(refId: string, rawSql: string): SqlTarget {
  return { ...sql(refId, rawSql), format: "time_series" };
}
