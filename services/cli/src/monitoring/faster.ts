import { isMapping, type Value } from "./fill.js";

/** Waits and intervals of Prometheus, its rules and Alertmanager; what an expression looks back over is none of them. */
const WAITS: ReadonlySet<string> = new Set([
  ...["scrape_interval", "scrape_timeout", "evaluation_interval", "refresh_interval", "interval"],
  ...["for", "keep_firing_for", "group_wait", "group_interval", "repeat_interval", "resolve_timeout"],
]);

const UNITS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };
const SHORTEST_MS = 1_000;
/** A scrape of a busy machine takes its time. */
const SHORTEST_SCRAPE_MS = 5_000;

/** Every wait so many times shorter, but none below a second: for trying the whole way out, never for use. */
export function faster(value: Value, times: number): Value {
  if (Array.isArray(value)) return value.map((item: Value) => faster(item, times));
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, own]) => [
      key,
      WAITS.has(key) && typeof own === "string" ? shorter(own, times, shortest(key)) : faster(own, times),
    ]),
  );
}

function shortest(key: string): number {
  return key.startsWith("scrape_") ? SHORTEST_SCRAPE_MS : SHORTEST_MS;
}

function shorter(duration: string, times: number, least: number): string {
  const parts = [...duration.matchAll(/(\d+)(ms|[dhms])/gu)];
  const sum = parts.reduce((total, [, count, unit = ""]) => total + Number(count) * (UNITS[unit] ?? 0), 0);
  return `${Math.max(Math.round(sum / times), least)}ms`;
}
