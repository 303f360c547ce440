import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type Counter, type Logger, type Metrics, type Running, StartFailure } from "@anshi/runtime";
import { markdownOf } from "./markdown.js";
import { readNotification } from "./notification.js";
import type { Robot } from "./robot.js";

/** What the relay is made of. */
export interface RelayDeps {
  readonly robot: Robot;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** The relay, listening. */
export interface Relay extends Running {
  readonly url: string;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** More than any group that Alertmanager sends. */
const MOST_BYTES = 1_048_576;
const PATH = "/wecom-robot";

/**
 * Takes what Alertmanager posts to a webhook and posts it to the robot of a WeCom group, one message a notification. It answers
 * 200 when the robot has it, and 503 when not: Alertmanager tries again. It asks for no token: it is to be reached from inside
 * alone. Rejects with StartFailure when it cannot listen.
 */
export async function startRelay(deps: RelayDeps, host: string, port: number): Promise<Relay> {
  const relayed = deps.metrics.counter({
    name: "anshi_alerts_relayed_total",
    help: "Notifications of Alertmanager that were handed on to the robot of a WeCom group, or could not be",
    labels: ["outcome"],
  });
  for (const outcome of ["sent", "failed"]) relayed.inc({ outcome }, 0);
  const server = createServer((request, response) => {
    answer(deps, relayed, request)
      .catch((error: unknown) => {
        deps.log.error({ err: error }, "relaying an alert failed");
        return { status: 500, text: "failed" };
      })
      .then((said) => write(response, said));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const said = `cannot relay alerts on ${host}:${port} (${cause.code ?? cause.message})`;
      const taken = cause.code === "EADDRINUSE";
      const wayOut = "Set ANSHI_ALERT_RELAY_PORT to a free port, or unset ANSHI_ALERT_ROBOT_URL.";
      reject(new StartFailure(taken ? "port-taken" : "address", said, wayOut, { cause }));
    });
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}${PATH}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

async function answer(
  { robot, log }: RelayDeps,
  relayed: Counter,
  request: IncomingMessage,
): Promise<Answer> {
  if (request.url !== PATH) return { status: 404, text: `only ${PATH}` };
  if (request.method !== "POST") return { status: 405, text: "only POST" };
  const body = await bodyOf(request);
  if (body === undefined) return { status: 413, text: "too large" };
  const notification = readNotification(parsed(body));
  if (notification === undefined) return { status: 400, text: "not a notification of Alertmanager" };
  if (notification.alerts.length === 0) return { status: 200, text: "nothing to tell" };
  const why = await robot.post(markdownOf(notification));
  relayed.inc({ outcome: why === null ? "sent" : "failed" });
  if (why === null) return { status: 200, text: "sent" };
  log.warn(`an alert was not relayed: ${why}`);
  return { status: 503, text: why };
}

/** The whole body; `undefined` when it is too large. It is read to its end all the same: else nobody would read the answer. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MOST_BYTES) chunks.push(chunk);
  }
  if (size > MOST_BYTES) return undefined;
  return Buffer.concat(chunks).toString("utf8");
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function write(response: ServerResponse, { status, text }: Answer): void {
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}
