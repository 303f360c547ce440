import type { Calendar } from "../calendar/index.js";
import type { Zone } from "../time/index.js";
import type { RuleSet } from "./rule.js";

/** What the clocks are counted with. */
export interface World {
  readonly rules: RuleSet;
  readonly calendar: Calendar;
  readonly zone: Zone;
}
