import { boardPaths, boardSchemas } from "./board.js";
import { casePaths } from "./cases.js";
import { intakePaths, intakeSchemas } from "./intake.js";
import { ledgerPaths } from "./ledgers.js";
import { processPaths } from "./process.js";
import { publicationPaths } from "./publications.js";
import { referencePaths } from "./reference.js";
import { problem } from "./response.js";

/** OpenAPI 3.1 of the HTTP service; the events come from the schemas that decode them. */
export function openApi(): object {
  return document;
}

const document = {
  openapi: "3.1.0",
  info: {
    title: "Anshi",
    version: "1",
    description: "Statutory deadlines of online-market supervision: events in, trustworthy rates out.",
    license: { name: "Apache-2.0", identifier: "Apache-2.0" },
  },
  security: [{ bearer: [] }],
  paths: {
    ...intakePaths,
    ...boardPaths,
    ...casePaths,
    ...publicationPaths,
    ...referencePaths,
    ...ledgerPaths,
    ...processPaths,
  },
  components: {
    securitySchemes: { bearer: { type: "http", scheme: "bearer" } },
    schemas: { ...intakeSchemas, ...boardSchemas, Problem: problem },
  },
};
