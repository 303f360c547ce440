import { knownAt, ledger, query } from "./parameter.js";
import { answers } from "./response.js";
import { integer, nullable, page, text } from "./schema.js";

/** What the events of reference made: units and the calendar. */
export const referencePaths = {
  "/v1/units": {
    get: {
      summary: "The organisation tree, the root first, each unit after the one above it",
      parameters: [ledger, knownAt],
      responses: answers(
        page({
          type: "object",
          required: ["id", "name", "parent", "regionCode"],
          properties: {
            ...{ id: text, name: nullable("string") },
            ...{ parent: nullable("string"), regionCode: nullable("string") },
          },
        }),
        "The units",
      ),
    },
  },
  "/v1/calendar": {
    get: {
      summary: "Days off and make-up working days of a year; provisional while its notice is not out",
      parameters: [
        ledger,
        query("year", "Default: this year", { type: "integer", minimum: 1900, maximum: 2200 }),
        knownAt,
      ],
      responses: answers(
        {
          type: "object",
          required: ["year", "version", "source", "provisional", "off", "work"],
          properties: {
            ...{ year: integer, version: nullable("string"), provisional: { type: "boolean" } },
            source: { enum: ["built-in", "published", null] },
            off: { type: "array", items: text },
            work: { type: "array", items: text },
          },
        },
        "The year",
      ),
    },
  },
};
