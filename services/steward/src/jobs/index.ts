import type { Job } from "../job.js";
import { calendarHorizon } from "./calendar-horizon.js";
import { rejectionRetention } from "./rejection-retention.js";

/** Every job there is; another one is a file here and a line. */
export const jobs: readonly Job[] = [rejectionRetention, calendarHorizon];
