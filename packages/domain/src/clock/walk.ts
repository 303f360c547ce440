import type { Calendar } from "../calendar/index.js";
import type { Day } from "../time/index.js";

/** Days that are not counted: the local days d with `from < d <= to`; no end while open. */
export interface Suspension {
  readonly from: Day;
  readonly to: Day | null;
  readonly reason: string;
}

/** Last suspended day; infinite while the suspension is open. */
export function suspendedUntil(suspension: Suspension): number {
  return suspension.to ?? Number.POSITIVE_INFINITY;
}

/** One day, or one run of like days up to `to`, of a derivation. */
export interface Step {
  readonly day: Day;
  /** Last day of the run; infinite for a suspension still open. */
  readonly to: number;
  readonly what: "counted" | "holiday" | "weekend" | "suspended" | "rolled" | "set" | "moved";
  /** The how-manieth counted day. */
  readonly count?: number;
  readonly reason?: string;
}

/**
 * Walks a counted period: the day `from` is not counted, the n-th counted day is the last (Order 121 art. 45).
 * Suspended days are skipped; a calendar-day period then rolls forward off a day that is not to end on.
 * `day` is `null` when an open suspension is met.
 */
export function walk(
  from: Day,
  length: { readonly days: number; readonly of: "working-days" | "calendar-days" },
  terms: { readonly suspensions: readonly Suspension[]; readonly rollover: "non-workday" | "statutory" },
  calendar: Calendar,
  record?: (step: Step) => void,
): { readonly day: Day | null; readonly provisional: boolean } {
  let provisional = false;
  const isWorkday = (day: Day): boolean => {
    if (!calendar.isSettled(day)) provisional = true;
    return calendar.isWorkday(day);
  };
  const dayOff = (day: Day): "holiday" | "weekend" => (calendar.isOff(day) ? "holiday" : "weekend");

  let day = from;
  let met = 0;
  for (let count = 0; count < length.days; ) {
    day += 1;
    let suspension = terms.suspensions[met];
    while (suspension !== undefined && suspendedUntil(suspension) < day)
      suspension = terms.suspensions[++met];
    if (suspension !== undefined && suspension.from < day) {
      const to = suspendedUntil(suspension);
      record?.({ day, to, what: "suspended", reason: suspension.reason });
      if (to === Number.POSITIVE_INFINITY) return { day: null, provisional: false };
      day = to;
    } else if (length.of === "calendar-days" || isWorkday(day)) {
      count += 1;
      record?.({ day, to: day, what: "counted", count });
    } else {
      record?.({ day, to: day, what: dayOff(day) });
    }
  }

  if (length.of === "calendar-days") {
    const mayEnd = terms.rollover === "statutory" ? (at: Day) => !calendar.isOff(at) : isWorkday;
    while (!mayEnd(day)) {
      record?.({ day, to: day, what: "rolled" });
      day += 1;
    }
  }
  return { day, provisional };
}
