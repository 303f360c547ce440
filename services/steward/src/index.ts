export { migrateSteward } from "./migrate.js";
export { startAlertRelay } from "./relay/start.js";
export { startJobs } from "./start.js";
