import { getEvents } from "../api/api.js";
import { useAnswer } from "../api/use-answer.js";
import { dayOf, localTime } from "../format/local.js";
import type { MomentState } from "./use-moment.js";

/** Days the slider reaches back where the ledger's first facts may not be seen. */
const YEAR = 400;

/**
 * How far back the facts go, and when the one at the position was recorded. Both are read from the ledger, which takes the role
 * `audit`; without it the slider reaches back a year and nothing is said of the recording.
 */
export function useSpan(
  ledger: string,
  timeZone: string,
  { today, knownAt }: MomentState,
): { readonly span: number; readonly recordedAt: string | null } {
  const first = useAnswer(`first ${ledger}`, (signal) => getEvents(ledger, "0", 200, signal));
  const own = useAnswer(knownAt === 0n ? null : `event ${ledger} ${knownAt}`, (signal) =>
    getEvents(ledger, String(knownAt - 1n), 1, signal),
  );
  const times = first.answer?.items
    // Units and calendars are often dated long before the first case.
    .filter(({ event }) => /\.(?:complaint|lead|dispatch|identity|odr)\./u.test(event.type))
    .map(({ event }) => Date.parse(event.time));
  const span = times === undefined || times.length === 0 ? YEAR : today - dayOf(Math.min(...times), timeZone);
  const item = own.answer?.items[0];
  return {
    span: Math.max(30, span),
    recordedAt: item?.position === String(knownAt) ? localTime(item.recordedAt, timeZone) : null,
  };
}
