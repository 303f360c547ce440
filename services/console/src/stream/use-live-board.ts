import { useEffect, useState } from "react";
import type { BoardAnswer } from "../api/answers.js";
import type { BoardAsk } from "../api/api.js";
import type { Problem } from "../api/problem.js";
import { token } from "../session/token.js";
import { follow } from "./follow.js";
import { merged } from "./merge.js";

/** The board as the stream has it. */
export interface LiveBoard {
  /** The last board; it stays while the stream is broken. */
  readonly board: BoardAnswer | undefined;
  /** Up to when nothing but what is shown has happened, by the server's clock, ms. */
  readonly upTo: number | undefined;
  /** Why the stream stands still; the board shown is then of `upTo`. */
  readonly broken: Problem | undefined;
}

const nothing: LiveBoard = { board: undefined, upTo: undefined, broken: undefined };

/** Follows the board that is asked for; `null` asks for none. */
export function useLiveBoard(ask: BoardAsk | null): LiveBoard {
  const [state, setState] = useState<LiveBoard & { readonly key?: string }>(nothing);
  const key = ask === null ? null : JSON.stringify([ask, token()]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all of the question
  useEffect(() => {
    if (ask === null || key === null) return;
    // By this page's steady clock from the server's own word: the two machines' times need not agree.
    let told = { server: 0, here: 0 };
    return follow(
      "/v1/stream",
      { ...ask },
      {
        onEvent: ({ event, data }) => {
          if (event !== "board" && event !== "change") return;
          const answer = JSON.parse(data) as BoardAnswer;
          told = { server: Date.parse(answer.asOf), here: performance.now() };
          setState((before) => ({
            key,
            board: merged(event === "board" || before.key !== key ? undefined : before.board, answer),
            upTo: told.server,
            broken: undefined,
          }));
        },
        onStill: () =>
          setState((before) =>
            before.key === key ? { ...before, upTo: told.server + performance.now() - told.here } : before,
          ),
        onBroken: (broken) =>
          setState((before) => (before.key === key ? { ...before, broken } : { key, ...nothing, broken })),
      },
    );
  }, [key]);
  return state.key === key ? state : { ...nothing, broken: undefined };
}
