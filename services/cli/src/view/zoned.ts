import { DAY_MS, formatDay, parseInstant, type Zone, zone } from "@anshi/domain";
import { WrongUse } from "../failure.js";

/** Writes instants as people of one place read them. */
export interface LocalTimes {
  readonly name: string;
  /** `YYYY-MM-DD HH:MM:SS` on the wall clock of the place; an unreadable text as it is. */
  readonly at: (rfc3339: string) => string;
}

/** Times of `ANSHI_TIME_ZONE`, Asia/Shanghai by default; throws `WrongUse` for an unknown zone. */
export function localTimes(env: Readonly<Record<string, string | undefined>>): LocalTimes {
  const local = placeOf(env.ANSHI_TIME_ZONE ?? "Asia/Shanghai");
  return {
    name: local.name,
    at: (rfc3339) => {
      const instant = parseInstant(rfc3339);
      if (instant === undefined) return rfc3339;
      const clock = new Date(DAY_MS + local.wallClock(instant)).toISOString().slice(11, 19);
      return `${formatDay(local.dayOf(instant))} ${clock}`;
    },
  };
}

function placeOf(name: string): Zone {
  try {
    return zone(name);
  } catch {
    throw new WrongUse(`ANSHI_TIME_ZONE is "${name}"; expected an IANA time zone such as Asia/Shanghai`);
  }
}
