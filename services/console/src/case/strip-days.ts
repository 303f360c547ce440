import { type Day, formatDay, parseDay } from "@anshi/domain";
import type { DerivationRow } from "@anshi/terms";

/** What a day is in the calendar of a clock. */
export type DayTone = "start" | "counted" | "holiday" | "weekend" | "suspended" | "rolled" | "plain" | "over";

/** A day of the calendar of a clock. */
export interface StripDay {
  readonly day: Day;
  readonly date: string;
  readonly tone: DayTone;
  /** The how-manieth counted day. */
  readonly count: number | undefined;
  readonly isDue: boolean;
  readonly isStop: boolean;
  readonly isToday: boolean;
  readonly note: string | undefined;
}

/** Two years and some: what runs longer is shown up to here. */
const MOST_DAYS = 800;

/**
 * The days from a clock's start to its due, its stop, or T while it runs, whichever is last. What a line of the derivation says
 * of a day holds; days before the due it says nothing of are plain (a date was set), days after it are over.
 */
export function stripDays(
  lines: readonly DerivationRow[],
  moments: { readonly due: string | null; readonly stop: Day | null; readonly today: Day },
): readonly StripDay[] {
  const start = dayIn(lines[0]?.day);
  if (start === undefined) return [];
  const due = dayIn(moments.due ?? undefined);
  const end = Math.max(start, due ?? start, moments.stop ?? Math.max(moments.today, start));
  const told = new Map<Day, DerivationRow>();
  for (const line of lines) {
    const from = dayIn(line.day);
    if (from === undefined || line.what === "due" || line.what === "extended") continue;
    // A suspension that is still open has no end, and the clock no due.
    const isOpen = line.what === "suspended" && line.to === undefined && due === undefined;
    const last = isOpen ? end : (dayIn(line.to) ?? from);
    for (let day = from; day <= Math.min(last, end); day += 1) told.set(day, line);
  }
  const days: StripDay[] = [];
  for (let day = start; day <= Math.min(end, start + MOST_DAYS); day += 1) {
    const line = told.get(day);
    days.push({
      day,
      date: formatDay(day),
      tone: toneOf(line?.what, due !== undefined && day > due),
      count: line?.count,
      isDue: day === due,
      isStop: day === moments.stop,
      isToday: day === moments.today,
      note: line?.what === "suspended" ? line.note : undefined,
    });
  }
  return days;
}

function toneOf(what: string | undefined, isOver: boolean): DayTone {
  switch (what) {
    case "start":
    case "counted":
    case "holiday":
    case "weekend":
    case "suspended":
    case "rolled":
      return what;
    default:
      return isOver ? "over" : "plain";
  }
}

function dayIn(text: string | undefined): Day | undefined {
  return text === undefined ? undefined : parseDay(text);
}
