import { InvalidConfiguration, loadConfig } from "@anshi/runtime";
import { WrongUse } from "../failure.js";

/** The Anshi service a command talks to. */
export interface Service {
  /** Without a trailing slash. */
  readonly url: string;
  readonly token: string | null;
  /** `null`: the service's own default. */
  readonly ledger: string | null;
}

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

/** What to say when nothing answers. */
export function unreachable(service: Service, reason: string): string {
  return `nothing answers at ${service.url} (${reason}); "npm start" runs a service, ANSHI_URL names another`;
}
