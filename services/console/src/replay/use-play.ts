import { useEffect, useState } from "react";
import { moved } from "./scale.js";
import type { MomentState } from "./use-moment.js";

const FRAME_MS = 450;

/**
 * Moves T or P on by itself. The next step is taken only once the board of this one is there (`arrived`), so a slow answer slows the
 * film and never piles up; it stops at the end.
 */
export function usePlay(
  { day, today, knownAt, head, setDay, setKnownAt }: MomentState,
  arrived: boolean,
): readonly ["asOf" | "knownAt" | null, (what: "asOf" | "knownAt" | null) => void] {
  const [playing, setPlaying] = useState<"asOf" | "knownAt" | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the setters are made anew at each rendering
  useEffect(() => {
    if (playing === null || !arrived) return;
    if (playing === "asOf" ? day >= today : knownAt >= head) {
      setPlaying(null);
      return;
    }
    const timer = setTimeout(() => {
      if (playing === "asOf") setDay(day + 1);
      else setKnownAt(moved(knownAt, head, 1));
    }, FRAME_MS);
    return () => clearTimeout(timer);
  }, [playing, arrived, day, knownAt]);
  return [playing, setPlaying];
}
