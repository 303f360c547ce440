import { LedgerUnavailable } from "@anshi/ledger";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Problem, problemBody } from "./problem.js";

/** Answers a problem (RFC 9457); its instance is the request's id. */
export function sendProblem(reply: FastifyReply, problem: Problem, request: FastifyRequest): FastifyReply {
  if (problem.retryAfterSeconds !== undefined) reply.header("retry-after", String(problem.retryAfterSeconds));
  if (problem.status === 401) reply.header("www-authenticate", "Bearer");
  return reply
    .code(problem.status)
    .type("application/problem+json; charset=utf-8")
    .send(JSON.stringify(problemBody(problem, request.id)));
}

/** Anything thrown, as the problem a client may read: internals stay in the log. */
export function problemOf(error: unknown, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof LedgerUnavailable || isConnectionLoss(error)) {
    request.log.warn({ err: error }, "the database cannot be reached");
    const isPost = request.method === "POST";
    const detail = isPost ? "nothing was accepted; try again" : "the database cannot be reached; try again";
    return new Problem(503, "database-unavailable", detail, 1);
  }
  const { code, statusCode } = error as { readonly code?: string; readonly statusCode?: number };
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") {
    return new Problem(413, "body-too-large", "a body holds at most 16 MiB; send smaller batches");
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new Problem(statusCode, "bad-parameter", "the request cannot be read");
  }
  request.log.error({ err: error }, "request failed");
  return new Problem(500, "internal", "the request failed; its id is in the log");
}

/** SQLSTATE class 08, 57P0x (the server ends), 53300 (it takes no more connections), or a socket that broke. */
function isConnectionLoss(error: unknown): boolean {
  const { code, message } = error as { readonly code?: string; readonly message?: string };
  return (
    /^(08...|57P0.|ECONN.*|EPIPE|53300)$/u.test(code ?? "") ||
    /Connection terminated|timeout exceeded when trying to connect/u.test(message ?? "")
  );
}
