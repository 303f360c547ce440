import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { HealthChecks } from "./health.js";
import type { Logger } from "./log.js";
import type { Metrics } from "./metrics.js";
import type { Running } from "./shutdown.js";
import { StartFailure } from "./start-failure.js";

/** What can be seen of a process. */
export interface Observed {
  readonly health: HealthChecks;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** The server of `observe`, listening. */
export interface Observation extends Running {
  readonly url: string;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/**
 * Serves /healthz, /readyz and /metrics of a process that has no HTTP of its own; port 0 takes a free one. It asks for no
 * token and tells nothing of a case. Rejects with StartFailure when it cannot listen.
 */
export async function observe(observed: Observed, host: string, port: number): Promise<Observation> {
  const server = createServer((request, response) => {
    answer(observed, request)
      .catch((error: unknown) => {
        observed.log.error({ err: error }, "observing failed");
        return text(500, "failed");
      })
      .then((said) => write(response, request.method, said));
  });
  await listen(server, host, port);
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer({ health, metrics }: Observed, request: IncomingMessage): Promise<Answer> {
  if (request.method !== "GET" && request.method !== "HEAD") return text(405, "only GET");
  switch ((request.url ?? "").split("?")[0]) {
    case "/healthz":
      return json(await health.live());
    case "/readyz":
      return json(await health.ready());
    case "/metrics":
      return { status: 200, type: metrics.contentType, body: await metrics.text() };
    default:
      return text(404, "there is nothing at this address");
  }
}

function json(health: { readonly ok: boolean }): Answer {
  return {
    status: health.ok ? 200 : 503,
    type: "application/json; charset=utf-8",
    body: JSON.stringify(health),
  };
}

function text(status: number, body: string): Answer {
  return { status, type: "text/plain; charset=utf-8", body };
}

function write(response: ServerResponse, method: string | undefined, { status, type, body }: Answer): void {
  response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(body) });
  response.end(method === "HEAD" ? undefined : body);
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const said = `cannot serve metrics on ${host}:${port} (${cause.code ?? cause.message})`;
      const taken = cause.code === "EADDRINUSE";
      const wayOut = "Set ANSHI_METRICS_PORT to a free port, or unset it.";
      reject(new StartFailure(taken ? "port-taken" : "address", said, wayOut, { cause }));
    });
    server.listen(port, host, resolve);
  });
}
