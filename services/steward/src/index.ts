export type { DatabaseJob, Detail, Job, JobContext, LedgerJob } from "./job.js";
export { LAPSED_CHANNEL, type Lapsed } from "./lapse-notice.js";
export type { LapseCount } from "./lapses.js";
export { migrateSteward } from "./migrate.js";
export { daily, type Schedule } from "./period.js";
export { startAlertRelay } from "./relay/start.js";
export { startJobs } from "./start.js";
export { type Steward, type StewardDeps, startSteward } from "./steward.js";
