import type { Metrics } from "@anshi/runtime";
import type { FastifyInstance } from "fastify";

/** Measures each request by its route's pattern: addresses as asked would make a series of every case. */
export function measureRequests(app: FastifyInstance, metrics: Metrics): void {
  const duration = metrics.histogram({
    name: "anshi_http_request_duration_seconds",
    help: "Time from a request's head to the end of its response",
    labels: ["method", "route", "status"],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  });
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "none";
    duration.observe(
      { method: request.method, route, status: String(reply.statusCode) },
      reply.elapsedTime / 1_000,
    );
  });
}
