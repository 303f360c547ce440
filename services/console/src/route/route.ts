import { useSyncExternalStore } from "react";

/** Where the page stands: `#/board?unit=320902` is view `board` with that parameter. It is all there is to a deep link. */
export interface Route {
  readonly view: string;
  /** Further steps of the path: kind and subject of a case. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

/** Reads the part of an address after `#`. */
function readRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/u, "").split("?");
  const [view = "", ...rest] = path.split("/").map(decoded);
  return { view, path: rest, query: new URLSearchParams(query) };
}

/** The address of a view; absent parameters are left out. */
export function hrefOf(
  view: string,
  query: Readonly<Record<string, string | null | undefined>> | URLSearchParams = {},
  path: readonly string[] = [],
): string {
  const entries = query instanceof URLSearchParams ? [...query] : Object.entries(query);
  const given = entries.filter((entry): entry is [string, string] => entry[1] != null && entry[1] !== "");
  const text = new URLSearchParams(given).toString();
  const steps = [view, ...path].map(encodeURIComponent).join("/");
  return `#/${steps}${text === "" ? "" : `?${text}`}`;
}

/** Goes to an address; with `replace` without a step in the browser's history. */
export function go(href: string, replace = false): void {
  if (replace) {
    history.replaceState(null, "", href);
    dispatchEvent(new HashChangeEvent("hashchange"));
  } else location.hash = href;
}

/** The route, followed. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return readRoute(hash);
}

function subscribe(listener: () => void): () => void {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
