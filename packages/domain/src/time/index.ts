export { DAY_MS, type Day, formatDay, parseDay, weekday, yearOf, yearSpan, yearStart } from "./day.js";
export { formatInstant, type Instant, parseInstant } from "./instant.js";
export { lastEnded, type Period, type PeriodKind, parsePeriod, periodKinds, periodOf } from "./period.js";
export { type Zone, zone } from "./zone.js";
