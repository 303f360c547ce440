import { clockKinds } from "@anshi/domain";
import type { Dashboard, Variable } from "@anshi/grafana";
import type { Scope } from "@anshi/grafana/testing";

const HOUR = 3_600_000;

/** A dashboard as it opens, but for what is chosen: the time range and the variables that are no question to a data source. */
export function scopeOf(dashboard: Dashboard, to: Date, chosen: Scope["variables"]): Scope {
  const variables = Object.fromEntries(
    (dashboard.templating?.list ?? []).map((variable) => [variable.name, chosenOf(variable)]),
  );
  const hours = dashboard.time?.from === "now-6h" ? 6 : 365 * 24;
  return {
    variables: { ...variables, ...chosen },
    from: new Date(to.getTime() - hours * HOUR),
    to,
    // A divisor of the range: the last point of a line is at its end.
    interval: (hours * 3_600) / 300,
    scrapeInterval: 15,
  };
}

function chosenOf({ current }: Variable): string | readonly string[] {
  return current?.value ?? "";
}

/** What is chosen where the variables ask data sources: the root unit of a ledger, all time, every kind of clock. */
export const chosen = (ledger: string): Scope["variables"] => ({
  ledger,
  unit: ledger,
  window: "all",
  console: "http://127.0.0.1:8417",
  clock: clockKinds,
  publication: "",
});
