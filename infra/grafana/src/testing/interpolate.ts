/**
 * Grafana's variables and macros, as far as the dashboards here use them. An own reading of Grafana's documentation, for tests: a
 * statement is asked of the real Prometheus and PostgreSQL as Grafana would ask it.
 */
export interface Scope {
  /** Chosen values by the variable's name; several of a variable that takes several. */
  readonly variables: Readonly<Record<string, string | readonly string[]>>;
  readonly from: Date;
  readonly to: Date;
  /** The distance of two points of a line, in seconds. */
  readonly interval: number;
  /** How often Prometheus scrapes, in seconds. */
  readonly scrapeInterval: number;
}

const REFERENCE = /\$\{(?<braced>[\w.]+)(?::(?<format>\w+))?\}|\$(?<bare>\w+)/gu;

/** A PromQL expression, a link or a title with its variables put in. Throws for what is not known: Grafana would leave it as it is. */
export function interpolate(text: string, scope: Scope): string {
  const builtIn: Readonly<Record<string, string>> = {
    __interval: `${scope.interval}s`,
    __rate_interval: `${Math.max(scope.interval + scope.scrapeInterval, 4 * scope.scrapeInterval)}s`,
    __range: `${Math.round((scope.to.getTime() - scope.from.getTime()) / 1_000)}s`,
  };
  return text.replace(
    REFERENCE,
    (all, braced: string | undefined, format: string | undefined, bare: string) => {
      const name = braced ?? bare;
      const value = scope.variables[name] ?? builtIn[name];
      if (value === undefined) throw new Error(`no variable ${all}`);
      return formatted(typeof value === "string" ? [value] : value, format);
    },
  );
}

/** SQL with its macros and variables put in. */
export function interpolateSql(text: string, scope: Scope): string {
  const withTimes = text
    .replaceAll("$__timeFrom()", `'${scope.from.toISOString()}'`)
    .replaceAll("$__timeTo()", `'${scope.to.toISOString()}'`);
  return interpolate(withTimes, scope);
}

function formatted(values: readonly string[], format: string | undefined): string {
  switch (format) {
    case undefined:
    case "raw":
      if (values.length !== 1) throw new Error("several values need a format");
      return values[0] ?? "";
    case "sqlstring":
      return values.map((value) => `'${value.replaceAll("'", "''")}'`).join(",");
    case "percentencode":
      return encodeURIComponent(values.join(","));
    default:
      throw new Error(`no format ${format}`);
  }
}
