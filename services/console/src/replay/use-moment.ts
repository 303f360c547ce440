import { type Day, formatDay } from "@anshi/domain";
import { dayOf, localTime, startOf } from "../format/local.js";
import { useQuery } from "../route/use-query.js";
import { typedPosition } from "./scale.js";

/** The (T, P) the address names, and how to move it. */
export interface MomentState {
  /** RFC 3339; `null`: now. */
  readonly asOf: string | null;
  /** The last day of which all facts count. */
  readonly day: Day;
  /** T as it is shown: the day when it is a day's end, else to the second; `null`: now. */
  readonly text: string | null;
  readonly today: Day;
  readonly knownAt: bigint;
  readonly head: bigint;
  /** Up to which position it is compared; `null`: not. */
  readonly and: bigint | null;
  readonly setDay: (day: Day) => void;
  readonly setKnownAt: (position: bigint) => void;
  readonly setAnd: (position: bigint | null) => void;
}

/** Reads and moves the moment; what it shows is always in the address. T is moved by days, to their ends. */
export function useMoment(head: bigint, timeZone: string): MomentState {
  const [query, change] = useQuery();
  const today = dayOf(Date.now(), timeZone);
  const asOf = query.get("asOf");
  const named = typedPosition(query.get("knownAt") ?? "");
  const time = asOf === null ? Number.NaN : Date.parse(asOf);
  // A day's end is 00:00 of the next; one millisecond before it the day is still that day.
  const day = Number.isNaN(time) ? today : dayOf(time - 1, timeZone);
  const isDayEnd = asOf !== null && Date.parse(startOf(day + 1, timeZone)) === time;
  return {
    asOf: Number.isNaN(time) ? null : asOf,
    day,
    text: Number.isNaN(time) ? null : isDayEnd ? formatDay(day) : localTime(time, timeZone),
    today,
    knownAt: named === null || named > head ? head : named,
    head,
    and: typedPosition(query.get("and") ?? ""),
    setDay: (next) => change({ asOf: next >= today ? null : startOf(next + 1, timeZone) }),
    setKnownAt: (next) => change({ knownAt: next >= head ? null : String(next) }),
    setAnd: (next) => change({ and: next === null ? null : String(next) }),
  };
}
