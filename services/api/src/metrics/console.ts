import type { Metrics } from "@anshi/runtime";

/** Where people find the cases that figures speak of: dashboards and messages link there. */
export function tellConsole(metrics: Metrics, publicUrl: string): void {
  const console = metrics.gauge({
    name: "anshi_console_info",
    help: "1; where people reach the console (ANSHI_PUBLIC_URL)",
    labels: ["url"],
  });
  console.set({ url: publicUrl.replace(/\/+$/u, "") }, 1);
}
