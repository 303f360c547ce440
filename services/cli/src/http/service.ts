import { InvalidConfiguration, loadConfig } from "@anshi/runtime";
import { Failure, reasonOf, WrongUse } from "../failure.js";
import { problemText } from "./problem.js";

/** The Anshi service a command talks to. */
export interface Service {
  /** Without a trailing slash. */
  readonly url: string;
  readonly token: string | null;
  /** `null`: the service's own default. */
  readonly ledger: string | null;
}

const TIMEOUT_MS = 120_000;

/** The service of `ANSHI_URL` and `ANSHI_TOKEN` (or its file). Throws `WrongUse` when the URL is none, or the file cannot be read. */
export function serviceOf(
  env: Readonly<Record<string, string | undefined>>,
  ledger: string | undefined,
): Service {
  const text = env.ANSHI_URL ?? "http://127.0.0.1:8417";
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/u.test(url.protocol)) {
    throw new WrongUse(`ANSHI_URL is "${text}"; expected a URL such as http://127.0.0.1:8417`);
  }
  return { url: text.replace(/\/+$/u, ""), token: tokenOf(env), ledger: ledger ?? null };
}

function tokenOf({
  ANSHI_TOKEN,
  ANSHI_TOKEN_FILE,
}: Readonly<Record<string, string | undefined>>): string | null {
  try {
    return loadConfig({ ANSHI_TOKEN, ANSHI_TOKEN_FILE }).optional("ANSHI_TOKEN") ?? null;
  } catch (error) {
    throw error instanceof InvalidConfiguration ? new WrongUse(error.message) : error;
  }
}

/** A path of the service with its query; what is `undefined` is left out. */
export function address(
  service: Service,
  path: string,
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const given = { ledger: service.ledger ?? undefined, ...query };
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) if (value !== undefined) search.set(name, value);
  const text = search.toString();
  return `${service.url}${path}${text === "" ? "" : `?${text}`}`;
}

/** The headers every request carries. */
export function headersOf(service: Service): Readonly<Record<string, string>> {
  return service.token === null ? {} : { authorization: `Bearer ${service.token}` };
}

/** What a request came to: the JSON answered, or the service's problem in one line. */
export type Answer =
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly status: number; readonly problem: string };

/** Asks the service. Rejects with `Failure` when nothing answers, or not as Anshi does. */
export async function ask(
  service: Service,
  method: "GET" | "POST" | "DELETE",
  path: string,
  query: Readonly<Record<string, string | undefined>> = {},
): Promise<Answer> {
  let response: Response;
  let body: string;
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    response = await fetch(address(service, path, query), {
      method,
      headers: { accept: "application/json", ...headersOf(service) },
      signal,
    });
    body = await response.text();
  } catch (error) {
    throw new Failure(unreachable(service, reasonOf(error)));
  }
  if (!response.ok)
    return { ok: false, status: response.status, problem: problemText(response.status, body) };
  try {
    return { ok: true, body: JSON.parse(body) };
  } catch {
    throw new Failure(`${service.url} answers, but not as Anshi does: ${path} is no JSON`);
  }
}

/** The JSON at a path. Rejects with `Failure`: unreachable, or the service's problem in one line; with `WrongUse` for a bad question. */
export async function getJson(
  service: Service,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
): Promise<unknown> {
  const answer = await ask(service, "GET", path, query);
  if (!answer.ok) throw answer.status === 400 ? new WrongUse(answer.problem) : new Failure(answer.problem);
  return answer.body;
}

/** What to say when nothing answers. */
export function unreachable(service: Service, reason: string): string {
  return `nothing answers at ${service.url} (${reason}); "npm start" runs a service, ANSHI_URL names another`;
}
