import type { Day } from "@anshi/domain";
import { useEffect, useState } from "react";
import type { BoardRow } from "../api/answers.js";
import { type BoardAsk, getBoard } from "../api/api.js";
import { startOf } from "../format/local.js";

const DAYS = 30;
const AT_ONCE = 4;

/** A unit's rows at the ends of past days, oldest first; `day` is the day that began at that instant. */
export type Trend = readonly { readonly day: Day; readonly rows: readonly BoardRow[] }[];

/**
 * The board of one unit at 24:00 of each of the last thirty days, as known at one position: what is known then of all of them. Asked
 * after the board itself is there; `null` asks for nothing.
 */
export function useTrend(
  ask: BoardAsk | null,
  knownAt: string | undefined,
  today: Day,
  timeZone: string,
): Trend {
  const [trend, setTrend] = useState<{ readonly key: string; readonly points: Trend }>({
    key: "",
    points: [],
  });
  const ready = ask !== null && knownAt !== undefined;
  const key = JSON.stringify([ask, today, ready]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once a question and day, not whenever the position moves
  useEffect(() => {
    if (ask === null || knownAt === undefined) return;
    const ending = new AbortController();
    const days = Array.from({ length: DAYS }, (_none, nth) => today - DAYS + 1 + nth);
    const found = new Map<Day, readonly BoardRow[]>();
    const left = [...days];
    const work = async (): Promise<void> => {
      for (let day = left.pop(); day !== undefined; day = left.pop()) {
        const answer = await getBoard({ ...ask, asOf: startOf(day, timeZone), knownAt }, ending.signal);
        found.set(day, answer.measures);
      }
    };
    Promise.all(Array.from({ length: AT_ONCE }, work)).then(
      () => setTrend({ key, points: days.map((day) => ({ day, rows: found.get(day) ?? [] })) }),
      // Without a past the board is still the board.
      () => undefined,
    );
    return () => ending.abort();
  }, [key]);
  return trend.key === key ? trend.points : [];
}
