import type { Calendar } from "../calendar/index.js";
import { formatDay, formatInstant, type Zone } from "../time/index.js";
import type { Clock } from "./clock.js";
import { dueOf } from "./due.js";
import type { Step } from "./walk.js";

/** One line of a derivation: a day, or a run of days up to `to`, and what it is. */
export interface DerivationLine {
  readonly day: string;
  readonly to?: string;
  readonly what: "start" | Step["what"] | "extended" | "due";
  readonly count?: number;
  readonly note?: string;
}

/** How the due of a clock comes about, day by day, with the article. */
export interface Derivation {
  readonly rule: string;
  readonly basis: string;
  readonly lines: readonly DerivationLine[];
  /** Last day on which the act is on time; `null` when it is open or never due. */
  readonly due: string | null;
  /** First instant at which the clock is overdue. */
  readonly lapse: string | null;
  readonly provisional: boolean;
}

/** The derivation of a clock's due as it finally stood, from the start day to the due day. */
export function derive(clock: Clock, calendar: Calendar, zone: Zone): Derivation {
  const lines: DerivationLine[] = [{ day: formatDay(clock.startDay), what: "start", note: "not counted" }];
  const { extension } = clock.terms;
  if (extension !== null) {
    lines.push(
      "until" in extension
        ? {
            day: formatDay(extension.until.setOn),
            what: "extended",
            note: `until ${formatDay(extension.until.day)}`,
          }
        : { day: formatDay(clock.startDay), what: "extended", note: `by ${extension.days} working days` },
    );
  }
  const due = dueOf(clock.terms, calendar, zone, (step) => lines.push(line(step)));
  if (due.day !== null) lines.push({ day: formatDay(due.day), what: "due" });
  return {
    rule: `${clock.kind}@${clock.rule.version}`,
    basis: clock.rule.basis,
    lines,
    due: due.day === null ? null : formatDay(due.day),
    lapse: due.lapse === null ? null : formatInstant(due.lapse),
    provisional: due.provisional,
  };
}

function line(step: Step): DerivationLine {
  return {
    day: formatDay(step.day),
    what: step.what,
    ...(step.to > step.day && Number.isFinite(step.to) ? { to: formatDay(step.to) } : {}),
    ...(step.count === undefined ? {} : { count: step.count }),
    ...(step.reason === undefined ? {} : { note: step.reason }),
  };
}
