import { useEffect, useRef, useState } from "react";
import { useLiveBoard } from "../stream/use-live-board.js";
import { tellLive } from "./live.js";

/** Reading again more often than this would be more work than news. */
const REST_MS = 5_000;

/**
 * A number that grows when the ledger has moved or time has moved a clock, for views that are read anew then. Tells the shell how far
 * the data are, as the board does.
 */
export function useChanges(ledger: string, root: string): number {
  // The least of the board that moves with everything: one unit; its rows change whenever any clock below does.
  const { board, upTo, broken } = useLiveBoard({ ledger, unit: root });
  const [turn, setTurn] = useState(0);
  const seen = useRef({ board: undefined as unknown, at: 0 });

  useEffect(() => tellLive({ upTo, position: board?.knownAt.position, broken }), [upTo, board, broken]);
  useEffect(() => () => tellLive(null), []);
  useEffect(() => {
    if (board === undefined) return;
    const isFirst = seen.current.board === undefined;
    const wait = Math.max(0, seen.current.at + REST_MS - performance.now());
    seen.current.board = board;
    // What is there at first is what the view reads by itself.
    if (isFirst) return;
    const timer = setTimeout(() => {
      seen.current.at = performance.now();
      setTurn((before) => before + 1);
    }, wait);
    return () => clearTimeout(timer);
  }, [board]);
  return turn;
}
