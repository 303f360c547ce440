import type { Job } from "../job.js";
import { calendarHorizon } from "./calendar-horizon.js";
import { recomputePublished } from "./recompute.js";
import { rejectionRetention } from "./rejection-retention.js";

export { type PublishingOptions, publishing } from "./publish.js";
export { type SealingOptions, sealing } from "./seal.js";
export { type VerifyingOptions, verifying } from "./verify.js";

/** The jobs that need no setting; another one is a file here and a line. */
export const plainJobs: readonly Job[] = [rejectionRetention, calendarHorizon, recomputePublished];
