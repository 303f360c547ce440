import { inPath } from "./parameter.js";
import { text } from "./schema.js";

/** How the process itself is seen. */
export const processPaths = {
  "/metrics": {
    get: {
      summary: "Metrics in Prometheus' text format (docs/metrics.md)",
      responses: { "200": { description: "the exposition", content: { "text/plain": { schema: text } } } },
    },
  },
  "/runbooks/{name}": {
    get: {
      summary: "What an alert means, and what to do",
      security: [],
      parameters: [inPath("name")],
      responses: { "200": { description: "the page", content: { "text/plain": { schema: text } } } },
    },
  },
  "/healthz": {
    get: { summary: "The process lives", security: [], responses: { "200": { description: "yes" } } },
  },
  "/readyz": {
    get: {
      summary: "The service can serve, and the board follows the ledger",
      security: [],
      responses: { "200": { description: "yes" }, "503": { description: "no, and why" } },
    },
  },
};
