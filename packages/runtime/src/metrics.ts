import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { collection, type Filled, type Put } from "./collect.js";
import type { Logger } from "./log.js";

export type { Counter, Gauge, Histogram };

/** What an instrument is called and what it tells; Prometheus prints both. */
export interface InstrumentOptions {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
}

/** The metrics of one process: shared by all services that run in it. */
export interface Metrics {
  readonly counter: (options: InstrumentOptions) => Counter;
  readonly gauge: (options: InstrumentOptions) => Gauge;
  /** Buckets are upper bounds, ascending, in the unit of the name. */
  readonly histogram: (options: InstrumentOptions & { readonly buckets: readonly number[] }) => Histogram;
  /**
   * Has `fill` say the values of `instruments` at each scrape, anew. When it fails, or takes longer than five seconds, they
   * are left empty, the failure is logged and counted in `anshi_collector_failures_total`, and all else is answered.
   */
  readonly collector: (
    name: string,
    instruments: readonly Filled[],
    fill: (put: Put) => Promise<void> | void,
  ) => void;
  /** The exposition, in Prometheus' text format. Scrapes that meet share one. */
  readonly text: () => Promise<string>;
  readonly contentType: string;
}

export interface MetricsOptions {
  /** Milliseconds a collector may take; default 5,000, half of Prometheus' usual limit for a scrape. */
  readonly collectMs?: number;
}

/** Metrics with a registry of their own, and Node's own figures on it. */
export function openMetrics(log: Logger, { collectMs = 5_000 }: MetricsOptions = {}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const failures = new Counter({
    name: "anshi_collector_failures_total",
    help: "Scrapes that a collector failed or took too long for",
    labelNames: ["collector"],
    registers,
  });
  const collectors: (() => Promise<void>)[] = [];
  let scrape: Promise<string> | undefined;

  return {
    counter: (options) => new Counter({ ...configurationOf(options), registers }),
    gauge: (options) => new Gauge({ ...configurationOf(options), registers }),
    histogram: (options) =>
      new Histogram({ ...configurationOf(options), buckets: [...options.buckets], registers }),
    collector: (name, instruments, fill) => {
      // From 0 on, so that the first failure is an increase.
      failures.inc({ collector: name }, 0);
      const onFailure = (error: unknown): void => {
        failures.inc({ collector: name });
        log.warn({ err: error, collector: name }, "a collector of metrics failed");
      };
      collectors.push(collection(instruments, fill, collectMs, onFailure));
    },
    text: () => {
      scrape ??= Promise.all(collectors.map((collect) => collect()))
        .then(() => registry.metrics())
        .finally(() => {
          scrape = undefined;
        });
      return scrape;
    },
    contentType: registry.contentType,
  };
}

function configurationOf({ name, help, labels = [] }: InstrumentOptions) {
  return { name, help, labelNames: [...labels] };
}
