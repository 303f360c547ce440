import type { LedgerId } from "@anshi/ledger";
import type { Metrics } from "@anshi/runtime";

/** One step of a projection that wrote something. */
export interface Step {
  readonly ledger: LedgerId;
  readonly seconds: number;
  readonly events: number;
}

/** Takes note of each step. Steps that find nothing are left out: five idle ones a second would drown the others. */
export function stepMetrics(metrics: Metrics): (step: Step) => void {
  const duration = metrics.histogram({
    name: "anshi_projection_step_duration_seconds",
    help: "Time to read, assess and write one batch of events onto the board",
    labels: ["ledger"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  });
  const events = metrics.histogram({
    name: "anshi_projection_batch_events",
    help: "Events that one step carried onto the board",
    labels: ["ledger"],
    buckets: [1, 2, 5, 10, 50, 100, 250, 500, 1_000, 2_000, 5_000],
  });
  return (step) => {
    duration.observe({ ledger: step.ledger }, step.seconds);
    events.observe({ ledger: step.ledger }, step.events);
  };
}
