import { randomUUID } from "node:crypto";
import type { HealthChecks, Metrics } from "@anshi/runtime";
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify";
import type { Access, Role } from "./access.js";
import type { Audit } from "./audit/audit.js";
import { getCaseEvidence, getFigureEvidence } from "./audit/evidence-route.js";
import { getProof } from "./audit/proof-route.js";
import { getSeals, postSeal } from "./audit/seal-routes.js";
import type { Verifications } from "./audit/verification-route.js";
import { getBoard } from "./board-route.js";
import { getCase } from "./case-route.js";
import { closeUnused } from "./close-unused.js";
import type { ConsoleFile } from "./console-files.js";
import { serveConsole } from "./console-route.js";
import { getDiff } from "./diff-route.js";
import { problemOf, sendProblem } from "./failure.js";
import { inFlight } from "./in-flight.js";
import { getEvents, getLedger } from "./ledger-route.js";
import { getLedgers } from "./ledgers-route.js";
import { getCases } from "./list-route.js";
import { measureRequests } from "./metrics/requests.js";
import { openApi } from "./openapi/openapi.js";
import type { PostEvents } from "./post-events.js";
import { Problem } from "./problem.js";
import {
  getPublication,
  getPublications,
  getRecomputed,
  type Publishing,
  postPublication,
} from "./publication-routes.js";
import type { Reading } from "./reading.js";
import { getCalendar, getUnits } from "./reference-route.js";
import {
  getRejection,
  getRejections,
  purgeRejection,
  type Rejections,
  redriveRejection,
} from "./rejection-routes.js";
import { type FileAnswer, getReport } from "./report-route.js";
import { serveRunbooks } from "./runbooks.js";
import type { Streams } from "./stream.js";

/** What the HTTP service is made of. */
export interface ServerDeps {
  readonly reading: Reading;
  readonly streams: Streams;
  readonly postEvents: PostEvents;
  readonly rejections: Rejections;
  readonly audit: Audit;
  readonly verifications: Verifications;
  readonly publishing: Publishing;
  readonly access: Access;
  /** Nothing can be sent to it: it shows a replay. */
  readonly onlyLookedAt?: boolean;
  readonly health: HealthChecks;
  readonly metrics: Metrics;
  readonly log: FastifyBaseLogger;
  readonly maxInFlight: number;
  /** The console's page. */
  readonly console: ReadonlyMap<string, ConsoleFile>;
}

/** What goes wrong is logged; each request is not. */
const logController = new LogController({ disableRequestLogging: true });

const MIB = 1024 * 1024;
const BODY_LIMIT = 16 * MIB;
const IN_FLIGHT_BYTES = 64 * MIB;

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<object>;

/** The HTTP service of contracts.md, not yet listening. */
export function server(deps: ServerDeps): FastifyInstance {
  const app = Fastify({
    genReqId: () => randomUUID(),
    loggerInstance: deps.log,
    bodyLimit: BODY_LIMIT,
    logController,
    // An address that is no address: met before any route.
    frameworkErrors: (_error, request, reply) =>
      void sendProblem(
        reply as FastifyReply,
        new Problem(400, "bad-parameter", "the address cannot be read: an escape in it is none"),
        request as FastifyRequest,
      ),
  });
  measureRequests(app, deps.metrics);
  if (deps.onlyLookedAt === true) {
    app.addHook("onRequest", async ({ method }) => {
      if (method !== "GET" && method !== "HEAD")
        throw new Problem(403, "forbidden", "this service shows a replay; it takes nothing in");
    });
  }
  closeUnused(app);
  // Bodies are decoded by one decoder, from their very bytes.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));

  const asks = (role: Role) => async (request: FastifyRequest) => deps.access.check(accessOf(request), role);
  const route = (method: "GET" | "POST" | "DELETE", url: string, role: Role, handler: Handler): void => {
    app.route({
      method,
      url,
      onRequest: asks(role),
      handler: async (request, reply) =>
        reply.type("application/json; charset=utf-8").send(await handler(request, reply)),
    });
  };
  const file = (
    url: string,
    role: Role,
    disposition: "inline" | "attachment",
    handler: (request: FastifyRequest) => Promise<FileAnswer>,
  ): void => {
    app.route({
      method: "GET",
      url,
      onRequest: asks(role),
      handler: async (request, reply) => {
        const { type, name, body } = await handler(request);
        return reply
          .type(type)
          .header("content-disposition", `${disposition}; filename="${name}"`)
          .send(body);
      },
    });
  };

  const limit = inFlight(deps.maxInFlight, IN_FLIGHT_BYTES);
  app.route({
    method: "POST",
    url: "/v1/events",
    onRequest: async (request, reply) => {
      deps.access.check(accessOf(request), "intake");
      limit.enter(Number(request.headers["content-length"] ?? 0), reply.raw);
    },
    handler: async (request) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      return deps.postEvents(request.headers, body, queryOf(request), request.id);
    },
  });
  route("GET", "/v1/board", "read", (request) => getBoard(deps.reading, queryOf(request)));
  app.route({
    method: "GET",
    url: "/v1/stream",
    onRequest: asks("read"),
    handler: async (request, reply) => {
      const lastEventId = request.headers["last-event-id"];
      await deps.streams.open(
        queryOf(request),
        typeof lastEventId === "string" ? lastEventId : undefined,
        reply.raw,
      );
      reply.hijack();
    },
  });
  route("GET", "/v1/cases", "read", (request) => getCases(deps.reading, queryOf(request)));
  route("GET", "/v1/cases/:kind/:subject", "read", (request) => {
    const { kind, subject } = request.params as { readonly kind: string; readonly subject: string };
    return getCase(deps.reading, kind, subject, queryOf(request));
  });
  file("/v1/cases/:kind/:subject/evidence", "audit", "attachment", (request) => {
    const { kind, subject } = request.params as { readonly kind: string; readonly subject: string };
    return getCaseEvidence(deps.reading, kind, subject, queryOf(request));
  });
  route("GET", "/v1/rejections", "audit", (request) => getRejections(deps.reading, queryOf(request)));
  route("GET", "/v1/rejections/:number", "audit", (request) =>
    getRejection(deps.rejections, numberOf(request), queryOf(request), mayDo(deps.access, request, "admin")),
  );
  route("POST", "/v1/rejections/:number/redrive", "admin", (request) =>
    redriveRejection(deps.rejections, numberOf(request), queryOf(request)),
  );
  route("DELETE", "/v1/rejections/:number/payload", "admin", (request) =>
    purgeRejection(deps.rejections, numberOf(request), queryOf(request)),
  );
  route("GET", "/v1/units", "read", (request) => getUnits(deps.reading, queryOf(request)));
  route("GET", "/v1/calendar", "read", (request) => getCalendar(deps.reading, queryOf(request)));
  route("GET", "/v1/ledgers", "read", (request) => getLedgers(deps.reading, queryOf(request)));
  route("GET", "/v1/ledgers/:ledger", "read", (request) => getLedger(deps.reading, ledgerOf(request)));
  route("GET", "/v1/ledgers/:ledger/events", "audit", (request) =>
    getEvents(deps.reading, ledgerOf(request), queryOf(request)),
  );
  route("GET", "/v1/ledgers/:ledger/seals", "audit", (request) =>
    getSeals(deps.audit, ledgerOf(request), queryOf(request)),
  );
  route("POST", "/v1/ledgers/:ledger/seals", "admin", (request, reply) =>
    made(reply, postSeal(deps.audit, ledgerOf(request), request.body)),
  );
  route("GET", "/v1/ledgers/:ledger/proof", "audit", (request) =>
    getProof(deps.audit, ledgerOf(request), queryOf(request)),
  );
  app.route({
    method: "GET",
    url: "/v1/ledgers/:ledger/verification",
    onRequest: asks("audit"),
    handler: async (request, reply) => {
      await deps.verifications.open(ledgerOf(request), queryOf(request), reply.raw);
      reply.hijack();
    },
  });
  route("GET", "/v1/diff", "read", (request) => getDiff(deps.reading, queryOf(request)));
  route("GET", "/v1/publications", "read", (request) => getPublications(deps.reading, queryOf(request)));
  route("GET", "/v1/publications/:id", "read", (request) =>
    getPublication(deps.reading, idOf(request), queryOf(request)),
  );
  route("GET", "/v1/publications/:id/recompute", "read", (request) =>
    getRecomputed(deps.reading, idOf(request), queryOf(request)),
  );
  file("/v1/publications/:id/report", "read", "inline", (request) =>
    getReport(deps.reading, idOf(request), queryOf(request)),
  );
  file("/v1/publications/:id/figures/:figure/evidence", "audit", "attachment", (request) => {
    const { figure } = request.params as { readonly figure: string };
    return getFigureEvidence(deps.reading, idOf(request), figure, queryOf(request));
  });
  route("POST", "/v1/publications", "admin", (request, reply) =>
    made(reply, postPublication(deps.reading, deps.publishing, request.body, queryOf(request))),
  );
  app.route({
    method: "GET",
    url: "/metrics",
    onRequest: asks("read"),
    handler: async (_request, reply) => reply.type(deps.metrics.contentType).send(await deps.metrics.text()),
  });
  app.get("/openapi.json", async () => openApi());
  app.get("/healthz", async (_request, reply) => answerHealth(reply, await deps.health.live()));
  app.get("/readyz", async (_request, reply) => answerHealth(reply, await deps.health.ready()));

  serveRunbooks(app);
  serveConsole(app, deps.console);

  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, new Problem(404, "not-found", "there is nothing at this address"), request),
  );
  app.setErrorHandler((error, request, reply) => sendProblem(reply, problemOf(error, request), request));
  return app;
}

/** What a POST made (201), or what stood already (200). */
async function made(
  reply: FastifyReply,
  answer: Promise<{ readonly status: 200 | 201; readonly body: object }>,
): Promise<object> {
  const { status, body } = await answer;
  void reply.code(status);
  return body;
}

function queryOf(request: FastifyRequest): Readonly<Record<string, unknown>> {
  return request.query as Readonly<Record<string, unknown>>;
}

function ledgerOf(request: FastifyRequest): string {
  return (request.params as { readonly ledger: string }).ledger;
}

function idOf(request: FastifyRequest): string {
  return (request.params as { readonly id: string }).id;
}

function numberOf(request: FastifyRequest): string {
  return (request.params as { readonly number: string }).number;
}

/** Whether a request that may come in may do more. */
function mayDo(access: Access, request: FastifyRequest, role: Role): boolean {
  try {
    access.check(accessOf(request), role);
    return true;
  } catch {
    return false;
  }
}

function accessOf(request: FastifyRequest) {
  return {
    authorization: request.headers.authorization,
    host: request.headers.host,
    remoteAddress: request.socket.remoteAddress,
  };
}

function answerHealth(reply: FastifyReply, health: { readonly ok: boolean }): FastifyReply {
  return reply.code(health.ok ? 200 : 503).send(health);
}
