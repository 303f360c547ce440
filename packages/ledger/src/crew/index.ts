export type { DatabaseAccess } from "./connect.js";
export { type CrewOptions, openCrew } from "./crew.js";
export { serve } from "./thread.js";
