export { type Config, type DescribedVariable, InvalidConfiguration, loadConfig } from "./config.js";
export { type Check, type Health, type HealthChecks, healthChecks } from "./health.js";
export { type Logger, openLog } from "./log.js";
export { openPool, type PoolOptions } from "./pool.js";
export { type EmbeddedPostgres, startEmbedded } from "./postgres/embedded.js";
export { migrateWith, readConfig, type ServiceMain, serviceMain } from "./service-main.js";
export { type Running, stopAll, stopOnSignal } from "./shutdown.js";
export { StartFailure, type StartFailureCode, startFailureText } from "./start-failure.js";
