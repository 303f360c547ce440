import { useSyncExternalStore } from "react";
import type { Problem } from "../api/problem.js";

/** What the shell shows of the view's liveness. */
export interface Live {
  /** Up to when nothing but what is shown has happened, ms. */
  readonly upTo: number | undefined;
  readonly position: string | undefined;
  readonly broken: Problem | undefined;
}

let live: Live | null = null;
const listeners = new Set<() => void>();

/** A view tells how it stands; `null`: it is of no moment that moves. */
export function tellLive(value: Live | null): void {
  live = value;
  for (const listener of listeners) listener();
}

/** How the view stands, followed. */
export function useLive(): Live | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => live,
  );
}
