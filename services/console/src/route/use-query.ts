import { go, hrefOf, useRoute } from "./route.js";

/** The view's parameters as the address has them, and how to change some of them; `null` takes one away. */
export function useQuery(): readonly [
  URLSearchParams,
  (changes: Readonly<Record<string, string | null>>, replace?: boolean) => void,
] {
  const { view, path, query } = useRoute();
  const change = (changes: Readonly<Record<string, string | null>>, replace = true): void => {
    const next = new URLSearchParams(query);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === "") next.delete(name);
      else next.set(name, value);
    }
    go(hrefOf(view, next, path), replace);
  };
  return [query, change];
}
