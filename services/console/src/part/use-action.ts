import { useState } from "react";
import { Problem } from "../api/problem.js";

/** Something a person sets off, under way or failed. */
export interface Action {
  readonly isBusy: boolean;
  readonly problem: Problem | undefined;
  readonly run: (work: () => Promise<unknown>) => void;
}

/** Runs one thing at a time and keeps why it failed. */
export function useAction(): Action {
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const run = (work: () => Promise<unknown>): void => {
    setProblem(undefined);
    setIsBusy(true);
    work()
      .catch((error: unknown) =>
        setProblem(error instanceof Problem ? error : new Problem(500, "console", String(error))),
      )
      .finally(() => setIsBusy(false));
  };
  return { isBusy, problem, run };
}
