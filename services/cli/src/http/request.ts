import { Failure, reasonOf, WrongUse } from "../failure.js";
import { problemText } from "./problem.js";
import { address, headersOf, type Service, unreachable } from "./service.js";

const TIMEOUT_MS = 120_000;

type Query = Readonly<Record<string, string | undefined>>;

/** What a request came to: what was answered, or the service's problem in one line. */
export type Answer<T = unknown> =
  | { readonly ok: true; readonly status: number; readonly body: T }
  | { readonly ok: false; readonly status: number; readonly problem: string };

/** Asks the service for JSON. Rejects with `Failure` when nothing answers, or not as Anshi does. */
export async function ask(
  service: Service,
  method: "GET" | "POST" | "DELETE",
  path: string,
  query: Query = {},
): Promise<Answer> {
  return json(service, path, await exchange(service, path, query, { method }));
}

/** The JSON at a path. Rejects with `Failure`: unreachable, or the service's problem in one line; with `WrongUse` for a bad question. */
export async function getJson(service: Service, path: string, query: Query): Promise<unknown> {
  return answered(await ask(service, "GET", path, query)).body;
}

/** Sends JSON to a path and reads the JSON answered. Rejects as `getJson` does. */
export async function send(
  service: Service,
  path: string,
  body: object,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const init = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
  return answered(json(service, path, await exchange(service, path, {}, init)));
}

/** The bytes at a path. Rejects as `getJson` does. */
export async function fetchFile(service: Service, path: string, query: Query): Promise<Buffer> {
  return answered(await exchange(service, path, query, {})).body;
}

async function exchange(
  service: Service,
  path: string,
  query: Query,
  init: { readonly method?: string; readonly headers?: Record<string, string>; readonly body?: string },
): Promise<Answer<Buffer>> {
  try {
    const response = await fetch(address(service, path, query), {
      ...init,
      headers: { ...init.headers, ...headersOf(service) },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const { ok, status } = response;
    const body = Buffer.from(await response.arrayBuffer());
    return ok ? { ok, status, body } : { ok, status, problem: problemText(status, body.toString("utf8")) };
  } catch (error) {
    throw new Failure(unreachable(service, reasonOf(error)), { cause: error });
  }
}

function json(service: Service, path: string, answer: Answer<Buffer>): Answer {
  if (!answer.ok) return answer;
  try {
    return { ...answer, body: JSON.parse(answer.body.toString("utf8")) };
  } catch {
    throw new Failure(`${service.url} answers, but not as Anshi does: ${path} is no JSON`);
  }
}

function answered<T>(answer: Answer<T>): Extract<Answer<T>, { readonly ok: true }> {
  if (answer.ok) return answer;
  throw answer.status === 400 ? new WrongUse(answer.problem) : new Failure(answer.problem);
}
