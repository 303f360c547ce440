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

const GET_TIMEOUT_MS = 120_000;

/** The service of `ANSHI_URL` and `ANSHI_TOKEN`. Throws `WrongUse` when the URL is none. */
export function serviceOf(
  env: Readonly<Record<string, string | undefined>>,
  ledger: string | undefined,
): Service {
  const text = env.ANSHI_URL ?? "http://127.0.0.1:8417";
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/u.test(url.protocol)) {
    throw new WrongUse(`ANSHI_URL is "${text}"; expected a URL such as http://127.0.0.1:8417`);
  }
  return { url: text.replace(/\/+$/u, ""), token: env.ANSHI_TOKEN ?? null, ledger: ledger ?? null };
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

/** The JSON at a path. Rejects with `Failure`: unreachable, or the service's problem in one line. */
export async function getJson(
  service: Service,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
): Promise<unknown> {
  let response: Response;
  let body: string;
  try {
    const signal = AbortSignal.timeout(GET_TIMEOUT_MS);
    response = await fetch(address(service, path, query), {
      headers: { accept: "application/json", ...headersOf(service) },
      signal,
    });
    body = await response.text();
  } catch (error) {
    throw new Failure(unreachable(service, reasonOf(error)));
  }
  if (!response.ok) throw new Failure(problemText(response.status, body));
  try {
    return JSON.parse(body);
  } catch {
    throw new Failure(`${service.url} answers, but not as Anshi does: ${path} is no JSON`);
  }
}

/** What to say when nothing answers. */
export function unreachable(service: Service, reason: string): string {
  return `nothing answers at ${service.url} (${reason}); "npm start" runs a service, ANSHI_URL names another`;
}
