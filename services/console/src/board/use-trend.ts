import type { Day } from "@anshi/domain";
import { useEffect, useState } from "react";
import type { BoardRow } from "../api/answers.js";
import { type BoardAsk, getBoard } from "../api/api.js";
import { startOf } from "../format/local.js";

const DAYS = 30;
const AT_ONCE = 4;
/** While a ledger fills its past is not asked for again and again. */
const REST_MS = 1_500;

/** A unit's rows at the ends of past days, oldest first; `day` is the day that began at that instant. */
export type Trend = readonly { readonly day: Day; readonly rows: readonly BoardRow[] }[];

/**
 * The board of one unit at 24:00 of each of the last thirty days, all as known at one position. Asked after the board itself is there,
 * and anew when the ledger has grown by much: thirty answers are too many for every event.
 */
export function useTrend(ask: BoardAsk, knownAt: string | undefined, today: Day, timeZone: string): Trend {
  const question = JSON.stringify([ask, today]);
  const [trend, setTrend] = useState<{ readonly question: string; readonly points: Trend }>({
    question: "",
    points: [],
  });
  // The first digit and how many there are: grown by a tenth at the least.
  const size = knownAt === undefined ? "" : `${knownAt[0]}${knownAt.length}`;
  const isFirst = trend.question !== question;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked when the question or the size changes
  useEffect(() => {
    if (knownAt === undefined) return;
    const ending = new AbortController();
    const read = (): void => {
      pastRows(ask, knownAt, today, timeZone, ending.signal).then(
        (points) => setTrend({ question, points }),
        // Without a past the board is still the board.
        () => undefined,
      );
    };
    const timer = setTimeout(read, isFirst ? 0 : REST_MS);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [question, size]);
  return isFirst ? [] : trend.points;
}

async function pastRows(
  ask: BoardAsk,
  knownAt: string,
  today: Day,
  timeZone: string,
  signal: AbortSignal,
): Promise<Trend> {
  const days = Array.from({ length: DAYS }, (_none, nth) => today - DAYS + 1 + nth);
  const found = new Map<Day, readonly BoardRow[]>();
  const left = [...days];
  const work = async (): Promise<void> => {
    for (let day = left.pop(); day !== undefined; day = left.pop()) {
      const answer = await getBoard({ ...ask, asOf: startOf(day, timeZone), knownAt }, signal);
      found.set(day, answer.measures);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return days.map((day) => ({ day, rows: found.get(day) ?? [] }));
}
