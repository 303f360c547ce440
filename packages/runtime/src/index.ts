export type { Filled, Put } from "./collect.js";
export { type Config, type DescribedVariable, InvalidConfiguration, loadConfig } from "./config.js";
export { type GatherLimit, gather } from "./gather.js";
export { type Check, type Health, type HealthChecks, healthChecks } from "./health.js";
export { type Logger, openLog } from "./log.js";
export {
  type Counter,
  type Gauge,
  type Histogram,
  type InstrumentOptions,
  type Metrics,
  openMetrics,
} from "./metrics.js";
export { type Observation, type Observed, observe } from "./observe.js";
export { type Outbox, type OutboxOptions, startOutbox } from "./outbox.js";
export { openPool, type PoolOptions } from "./pool.js";
export { type EmbeddedPostgres, embeddedUrl, startEmbedded } from "./postgres/embedded.js";
export {
  migrateWith,
  type Observable,
  readConfig,
  type ServiceDeps,
  type ServiceMain,
  serviceMain,
} from "./service-main.js";
export { type Running, stopAll, stopOnSignal } from "./shutdown.js";
export { StartFailure, type StartFailureCode, startFailureText } from "./start-failure.js";
export { parseWorkingHours, type Shift } from "./working-hours.js";
