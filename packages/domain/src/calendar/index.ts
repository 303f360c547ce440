export { arrangementOf } from "./arrangement.js";
export { type Arrangement, type Calendar, calendar, type Published } from "./calendar.js";
export { settledUntil } from "./settled-until.js";
export { workingDaysAfter } from "./working-days.js";
