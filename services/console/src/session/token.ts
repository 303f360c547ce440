import { useSyncExternalStore } from "react";

const KEY = "anshi-token";
const listeners = new Set<() => void>();

/** The bearer token of this tab; it goes when the tab is closed. `null`: none was given. */
export function token(): string | null {
  return sessionStorage.getItem(KEY);
}

/** Keeps a token, or forgets it. */
export function setToken(value: string | null): void {
  if (value === null) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, value);
  for (const listener of listeners) listener();
}

/** The token, followed. */
export function useToken(): string | null {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, token);
}
