import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FastifyInstance } from "fastify";
import { Problem } from "./problem.js";

const directory = fileURLToPath(new URL("../../../docs/runbooks/", import.meta.url));

/**
 * Serves the runbooks at `/runbooks/NAME`, as the text they are: alerts link there, from wherever they are read. They hold no
 * data, so no token is asked for them.
 */
export function serveRunbooks(app: FastifyInstance): void {
  const pages = existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith(".md")) : [];
  const texts = new Map(pages.map((name) => [name, readFileSync(join(directory, name), "utf8")]));
  const page = (name: string): string => {
    const text = texts.get(name) ?? texts.get(`${name}.md`);
    if (text === undefined) throw new Problem(404, "not-found", "there is no such runbook");
    return text;
  };
  app.get("/runbooks", async (_request, reply) => reply.type(PLAIN).send(page("README")));
  app.get("/runbooks/:name", async (request, reply) =>
    reply.type(PLAIN).send(page((request.params as { readonly name: string }).name)),
  );
}

// As text/markdown a browser would save it.
const PLAIN = "text/plain; charset=utf-8";
