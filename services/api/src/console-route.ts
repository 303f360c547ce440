import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ConsoleFile } from "./console-files.js";

/** The page runs its own files and asks its own service, and nothing else; no other page may frame it. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Answers the console's page under `/`. Its files hold no data, so no token is asked for them. */
export function serveConsole(app: FastifyInstance, files: ReadonlyMap<string, ConsoleFile>): void {
  for (const [url, file] of files) {
    app.get(url, async (request, reply) => answer(request, reply, file));
  }
}

function answer(request: FastifyRequest, reply: FastifyReply, file: ConsoleFile): FastifyReply {
  void reply
    .header("content-security-policy", contentSecurityPolicy)
    .header("x-content-type-options", "nosniff")
    .header("referrer-policy", "no-referrer")
    .header("cross-origin-opener-policy", "same-origin")
    .header("cache-control", file.cacheControl)
    .header("etag", file.etag)
    .header("vary", "accept-encoding");
  if (request.headers["if-none-match"] === file.etag) return reply.code(304).send();
  void reply.type(file.type);
  const packs = /\bgzip\b/u.test(String(request.headers["accept-encoding"] ?? ""));
  if (file.packed === null || !packs) return reply.send(file.body);
  return reply.header("content-encoding", "gzip").send(file.packed);
}
