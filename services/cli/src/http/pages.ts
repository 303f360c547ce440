import { Failure } from "../failure.js";
import { getJson } from "./request.js";
import type { Service } from "./service.js";

const LARGEST_PAGE = 1_000;

/** A list of the service: its first page's own members, and items up to a limit. */
export interface Listed {
  readonly head: Readonly<Record<string, unknown>>;
  readonly items: readonly Readonly<Record<string, unknown>>[];
  /** Where the list goes on; `null` when it is at its end. */
  readonly next: string | null;
}

/** Reads a list page by page, at most `limit` items. Rejects with `Failure` as `getJson` does. */
export async function listed(
  service: Service,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  limit: number,
): Promise<Listed> {
  const items: Readonly<Record<string, unknown>>[] = [];
  let head: Readonly<Record<string, unknown>> | undefined;
  let own = query;
  for (let cursor: string | undefined; ; ) {
    const size = String(Math.min(LARGEST_PAGE, limit - items.length));
    const page = pageOf(await getJson(service, path, { ...own, limit: size, cursor }));
    if (head === undefined) {
      const { items: _items, next: _next, ...rest } = page;
      head = rest;
      // The pages that follow are of the same moment.
      own = { ...query, ...momentOf(rest) };
    }
    items.push(...page.items);
    if (page.next === null || items.length >= limit || page.items.length === 0)
      return { head, items, next: page.next };
    cursor = page.next;
  }
}

interface Page {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly next: string | null;
}

function pageOf(body: unknown): Page {
  if (typeof body === "object" && body !== null && "items" in body && Array.isArray(body.items)) {
    const next = "next" in body && typeof body.next === "string" ? body.next : null;
    return { ...body, items: body.items as Page["items"], next };
  }
  throw new Failure("the answer is no list; does ANSHI_URL name an Anshi service?");
}

function momentOf(head: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const { asOf, knownAt } = head;
  const position =
    typeof knownAt === "object" && knownAt !== null && "position" in knownAt ? knownAt.position : undefined;
  return {
    ...(typeof asOf === "string" ? { asOf } : {}),
    ...(typeof position === "string" ? { knownAt: position } : {}),
  };
}
