import { useEffect, useState } from "react";
import type { Problem } from "./problem.js";

/** What is known of an answer: `answer` is the last one while a new one is on its way. */
export interface Asked<T> {
  readonly answer: T | undefined;
  readonly problem: Problem | undefined;
  readonly loading: boolean;
  readonly again: () => void;
}

/** Asks whenever `key` changes; an answer that comes too late for its key is dropped. `null`: nothing is asked. */
export function useAnswer<T>(key: string | null, ask: (signal: AbortSignal) => Promise<T>): Asked<T> {
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<{ key: string | null; answer?: T; problem?: Problem }>({ key: null });
  // The question is the key; the function is made anew at each rendering.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (key === null) return;
    const ending = new AbortController();
    ask(ending.signal).then(
      (answer) => setState({ key, answer }),
      (problem: Problem) => {
        if (!ending.signal.aborted) setState((before) => ({ ...before, key, problem }));
      },
    );
    return () => ending.abort();
  }, [key, turn]);
  return {
    answer: state.answer,
    problem: state.key === key ? state.problem : undefined,
    loading: key !== null && state.key !== key,
    again: () => setTurn((before) => before + 1),
  };
}
