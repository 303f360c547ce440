import { periodKinds } from "@anshi/domain";
import { measureRow } from "./measure-row.js";
import { pack } from "./pack.js";
import { cursor, inPath, ledger, limit, query } from "./parameter.js";
import { answers, answersAs } from "./response.js";
import { cohort, integer, json, page, text } from "./schema.js";

const period = {
  type: "object",
  required: ["kind", "name", "from", "to"],
  properties: { kind: { enum: periodKinds }, name: text, from: text, to: text },
};

const published = {
  type: "object",
  required: ["id", "position", "publishedAt", "period", "cohort", "asOf", "knownAt", "ruleSet", "calendar"],
  properties: {
    ...{ ledger: text, id: text, position: text, publishedAt: text, period, edition: integer },
    ...{ cohort, asOf: text, knownAt: { type: "object" } },
    ...{ ruleSet: text, calendar: { type: "array", items: text }, zone: text, smallSample: integer },
  },
};

/** What was published of the board. */
export const publicationPaths = {
  "/v1/publications": {
    get: {
      summary: "Boards that were published, the newest first",
      parameters: [
        ledger,
        query("kind", "One length of period", { enum: periodKinds }),
        query("period", "The editions of one period, such as 2026-10"),
        limit,
        cursor,
      ],
      responses: answers(
        page({ allOf: [published, { type: "object", properties: { figures: integer } }] }),
        "A page of publications",
      ),
    },
    post: {
      summary:
        "Publishes the board of a period that has ended: 201; one that was published stands: 200, unless again",
      parameters: [ledger],
      requestBody: {
        required: true,
        content: json({
          type: "object",
          required: ["period"],
          properties: {
            period: { type: "string", description: "such as 2026-11-20, 2026-10, 2026-Q3 or 2026" },
            cohort,
            again: { type: "boolean", description: "as the next edition of a period that was published" },
          },
        }),
      },
      responses: {
        "201": { description: "Published", content: json(published) },
        ...answers(published, "Published before; it stands"),
      },
    },
  },
  "/v1/publications/{id}": {
    get: {
      summary: "A publication with its figures; a period's name stands for its last edition",
      parameters: [inPath("id"), ledger],
      responses: answers(
        {
          allOf: [
            published,
            {
              type: "object",
              properties: {
                figures: {
                  type: "array",
                  items: {
                    allOf: [
                      measureRow,
                      { type: "object", properties: { figure: text, formula: text, position: text } },
                    ],
                  },
                },
              },
            },
          ],
        },
        "The publication",
      ),
    },
  },
  "/v1/publications/{id}/report": {
    get: {
      summary: "The notice (通报) of a publication; made again later it is the same but for its stamp",
      parameters: [inPath("id"), ledger, query("format", "Default: html", { enum: ["html", "xlsx"] })],
      responses: answersAs(
        {
          "text/html": { schema: text },
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": { schema: {} },
        },
        "The notice",
      ),
    },
  },
  "/v1/publications/{id}/recompute": {
    get: {
      summary: "Every figure as published and as computed again now",
      parameters: [inPath("id"), ledger],
      responses: answers(
        {
          type: "object",
          required: ["id", "equal", "figures"],
          properties: {
            ...{ id: text, equal: { type: "boolean" } },
            figures: {
              type: "array",
              items: {
                type: "object",
                required: ["figure", "measure", "unit", "published", "recomputed", "equal"],
                properties: {
                  ...{ figure: text, measure: text, unit: text, equal: { type: "boolean" } },
                  published: { oneOf: [measureRow, { type: "null" }] },
                  recomputed: { oneOf: [measureRow, { type: "null" }] },
                },
              },
            },
          },
        },
        "The comparison",
      ),
    },
  },
  "/v1/publications/{id}/figures/{figure}/evidence": {
    get: {
      summary: "The evidence pack (证据包) of a published figure: every event it follows from",
      parameters: [inPath("id"), inPath("figure"), ledger],
      responses: pack,
    },
  },
};
