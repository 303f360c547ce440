import { cohorts } from "@anshi/domain";

export const text = { type: "string" };
export const integer = { type: "integer" };
export const nullable = (type: string) => ({ type: [type, "null"] });
export const hash = { type: "string", pattern: "^[0-9a-f]{64}$" };

/** A schema of the document's components. */
export const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** A page of items; `next` is the cursor of the page after it. */
export const page = (item: object) => ({
  type: "object",
  required: ["items", "next"],
  properties: { items: { type: "array", items: item }, next: nullable("string") },
});

/** Content as JSON. */
export const json = (schema: object) => ({ "application/json": { schema } });

/** Which clocks a window takes. */
export const cohort = { enum: cohorts };
