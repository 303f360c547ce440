import type { SimulationSummary } from "../simulate/summary.js";
import { renderTable } from "./table.js";

/** What a simulation brought, by kind, and below it what was out of order. */
export function renderSimulation(summary: SimulationSummary): string {
  const columns = ["cases", "events", "duplicates", "bad"] as const;
  const rows = [...Object.entries(summary.byKind), ["all", summary] as const];
  const codes = Object.entries(summary.byCode).map(([code, count]) => `${code} ${count}`);
  return [
    renderTable(
      [{ name: "kind" }, ...columns.map((name) => ({ name, align: "right" }) as const)],
      rows.map(([kind, counts]) => [kind, ...columns.map((column) => String(counts[column]))]),
    ),
    `${summary.messages} messages; ${summary.lateEntries} events arrive a day or more late, ${summary.retractions} are retractions`,
    ...(codes.length === 0 ? [] : [`to be refused: ${codes.join(", ")}`]),
  ].join("\n");
}
