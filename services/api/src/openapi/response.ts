import { integer, json, ref, text } from "./schema.js";

/** The component `Problem`. */
export const problem = {
  type: "object",
  required: ["type", "title", "status", "detail", "code"],
  properties: { type: text, title: text, status: integer, detail: text, instance: text, code: text },
};

const refused = {
  description: "Problem details (RFC 9457)",
  content: { "application/problem+json": { schema: ref("Problem") } },
};

/** Answers 200 with this content, or a problem. */
export const answersAs = (content: object, description: string) => ({
  "200": { description, content },
  "4XX": refused,
  "5XX": refused,
});

/** Answers 200 with JSON, or a problem. */
export const answers = (schema: object, description: string) => answersAs(json(schema), description);
