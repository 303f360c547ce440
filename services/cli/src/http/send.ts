import { Failure, reasonOf, WrongUse } from "../failure.js";
import { problemText } from "./problem.js";
import { address, headersOf, type Service, unreachable } from "./service.js";

const TIMEOUT_MS = 120_000;

/** Sends JSON to a path and reads the JSON answered. Rejects with `Failure`, and with `WrongUse` for a bad question. */
export async function send(
  service: Service,
  path: string,
  body: object,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await reach(
    service,
    path,
    {},
    {
      method: "POST",
      headers: { "content-type": "application/json", ...headersOf(service) },
      body: JSON.stringify(body),
    },
  );
  try {
    return { status: response.status, body: await response.json() };
  } catch {
    throw new Failure(`${service.url} answers, but not as Anshi does: ${path} is no JSON`);
  }
}

/** The bytes at a path. Rejects as `send` does. */
export async function fetchFile(
  service: Service,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
): Promise<Buffer> {
  const response = await reach(service, path, query, { headers: headersOf(service) });
  return Buffer.from(await response.arrayBuffer());
}

async function reach(
  service: Service,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  init: RequestInit,
): Promise<Response> {
  let response: Response;
  let problem: string | undefined;
  try {
    response = await fetch(address(service, path, query), {
      ...init,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) problem = problemText(response.status, await response.text());
  } catch (error) {
    throw new Failure(unreachable(service, reasonOf(error)));
  }
  if (problem !== undefined) throw response.status === 400 ? new WrongUse(problem) : new Failure(problem);
  return response;
}
