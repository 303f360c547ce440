import type { Calendar } from "../calendar/index.js";
import type { Day, Instant, Zone } from "../time/index.js";
import { type Step, type Suspension, suspendedUntil, walk } from "./walk.js";

/** A date set from outside (`dueOn`, `dueAt`, `until`), and the local day it was set on. */
export interface FixedDate {
  readonly day: Day;
  /** Milliseconds of the local wall clock for a `dueAt`; `null` for a date, which is due to its end. */
  readonly wallClock: number | null;
  readonly setOn: Day;
}

/** The one extension that counts: to a date, or by working days. */
export type Extension = { readonly until: FixedDate } | { readonly days: number };

/** All that the due of a clock depends on. */
export interface Terms {
  readonly startDay: Day;
  /** A fixed date, a counted period, or neither: never due. */
  readonly fixed: FixedDate | null;
  readonly length: { readonly days: number; readonly of: "working-days" | "calendar-days" } | null;
  readonly rollover: "non-workday" | "statutory";
  readonly extension: Extension | null;
  /** In order, not overlapping; only the last may be open. */
  readonly suspensions: readonly Suspension[];
}

/** When a clock is due. */
export interface Due {
  /** Last day on which the act is on time; `null`: open (suspended) or never due. */
  readonly day: Day | null;
  /** First instant at which the clock is overdue; `null` with `day`. */
  readonly lapse: Instant | null;
  /** A day was counted whose year has no arrangement yet. */
  readonly provisional: boolean;
}

const open: Due = { day: null, lapse: null, provisional: false };

/**
 * The due of a clock. Pure in its terms: an extension or a suspension only adds to them.
 * With an `until` the clock has two dates, and the later counts at every moment: an extension never shortens.
 * `record`, when given, receives each day of the derivation.
 */
export function dueOf(terms: Terms, calendar: Calendar, zone: Zone, record?: (step: Step) => void): Due {
  const base = baseDue(terms, calendar, zone, record);
  if (terms.extension === null || !("until" in terms.extension)) return base;
  if (base.lapse === null) return base;
  const until = fixedDue(terms.extension.until, terms.suspensions, zone, record);
  return until.lapse === null || until.lapse > base.lapse ? until : base;
}

function baseDue(terms: Terms, calendar: Calendar, zone: Zone, record?: (step: Step) => void): Due {
  const added = terms.extension !== null && "days" in terms.extension ? terms.extension.days : 0;
  if (terms.fixed !== null) {
    const fixed = fixedDue(terms.fixed, terms.suspensions, zone, record);
    if (fixed.day === null || added === 0) return fixed;
    return counted(fixed.day, { days: added, of: "working-days" }, terms, calendar, zone, record);
  }
  if (terms.length === null) return open;
  const length = { ...terms.length, days: terms.length.days + added };
  return counted(terms.startDay, length, terms, calendar, zone, record);
}

function counted(
  from: Day,
  length: NonNullable<Terms["length"]>,
  terms: Terms,
  calendar: Calendar,
  zone: Zone,
  record?: (step: Step) => void,
): Due {
  const end = walk(from, length, terms, calendar, record);
  return end.day === null
    ? open
    : { day: end.day, lapse: zone.startOf(end.day + 1), provisional: end.provisional };
}

/** A fixed date still ahead when a suspension begins moves by its calendar days, without rolling. */
function fixedDue(
  fixed: FixedDate,
  suspensions: readonly Suspension[],
  zone: Zone,
  record?: (step: Step) => void,
): Due {
  let day = fixed.day;
  record?.({ day, what: "set", to: day });
  for (const suspension of suspensions) {
    const from = Math.max(suspension.from, fixed.setOn);
    if (from >= day) continue;
    const to = suspendedUntil(suspension);
    if (to <= from) continue;
    record?.({ day: from + 1, what: "suspended", to, reason: suspension.reason });
    if (to === Number.POSITIVE_INFINITY) return open;
    day += to - from;
    record?.({ day, what: "moved", to: day });
  }
  const lapse = fixed.wallClock === null ? zone.startOf(day + 1) : zone.at(day, fixed.wallClock) + 1;
  return { day, lapse, provisional: false };
}
