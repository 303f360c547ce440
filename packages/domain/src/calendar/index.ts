export { type Arrangement, type Calendar, calendar, type Published } from "./calendar.js";
