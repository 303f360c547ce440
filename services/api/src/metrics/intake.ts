import type { Metrics } from "@anshi/runtime";
import type { AppendAll } from "../group.js";

/** Measures each append of the intake, groups of requests as they are committed, and counts what it brought. */
export function measuredAppend(metrics: Metrics, appendAll: AppendAll): AppendAll {
  const duration = metrics.histogram({
    name: "anshi_append_duration_seconds",
    help: "Time of one append to a ledger, from asking for a connection to the commit, failures included",
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  });
  const batch = metrics.histogram({
    name: "anshi_append_batch_events",
    help: "Events that one append brought",
    buckets: [1, 2, 5, 10, 50, 100, 250, 500, 1_000, 2_500, 5_000],
  });
  const counter = (name: string, help: string) => metrics.counter({ name, help, labels: ["ledger"] });
  const accepted = counter("anshi_events_accepted_total", "Events that this process's intake accepted");
  const duplicates = counter(
    "anshi_events_duplicate_total",
    "Events delivered again to this process's intake",
  );

  return async (ledger, submissions) => {
    const began = performance.now();
    batch.observe(submissions.reduce((sum, { events }) => sum + events.length, 0));
    try {
      const outcomes = await appendAll(ledger, submissions);
      // A ledger is named by whoever delivers: one that took nothing gets no series.
      for (const outcome of outcomes) {
        if (outcome.accepted > 0) accepted.inc({ ledger }, outcome.accepted);
        if (outcome.duplicates > 0) duplicates.inc({ ledger }, outcome.duplicates);
      }
      return outcomes;
    } finally {
      duration.observe((performance.now() - began) / 1_000);
    }
  };
}
