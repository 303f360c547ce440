import { token } from "../session/token.js";
import { Problem, problemOf } from "./problem.js";

/** Parameters of a request; absent ones are left out. */
export type Query = Readonly<Record<string, string | number | null | undefined>>;

/** An address of the service with its parameters. */
export function address(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(
    ([, value]) => value !== undefined && value !== null && value !== "",
  );
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text === "" ? path : `${path}?${text}`;
}

/** Asks the service with the tab's token. Rejects with `Problem`; an abort passes through as it is. */
export async function request(path: string, options: RequestInit = {}): Promise<Response> {
  const own = token();
  const headers = new Headers(options.headers);
  if (own !== null) headers.set("authorization", `Bearer ${own}`);
  let response: Response;
  try {
    response = await fetch(path, { ...options, headers, cache: "no-store" });
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    throw new Problem(0, "unreachable", error instanceof Error ? error.message : String(error));
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** Gets JSON. Rejects with `Problem`. */
export async function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  const response = await request(address(path, query), signal === undefined ? {} : { signal });
  return (await response.json()) as T;
}
