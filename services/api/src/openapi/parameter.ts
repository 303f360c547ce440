import { measures } from "@anshi/domain";
import { cohort, text } from "./schema.js";

/** A parameter of the query; none is required. */
export const query = (name: string, description: string, schema: object = text) => ({
  name,
  in: "query",
  required: false,
  description,
  schema,
});

/** A parameter in the path. */
export const inPath = (name: string) => ({ name, in: "path", required: true, schema: text });

export const ledger = query("ledger", "The ledger; default: the server's");
export const asOf = query("asOf", "Instant T as of which is answered; default: now");
export const knownAt = query(
  "knownAt",
  "Position P, or an instant for the last position recorded by then; default: the head",
);
export const limit = query("limit", "Items a page holds", { type: "integer", minimum: 1, maximum: 1000 });
export const cursor = query("cursor", "`next` of the page before");

export const unit = query("unit", "One unit with all below it; default: every unit");
export const measure = query("measure", "One measure", { enum: measures.map(({ id }) => id) });
/** The window of a board, and which clocks it takes. */
export const window = [
  query("from", "First local date of the window", { type: "string", format: "date" }),
  query("to", "Last local date of the window", { type: "string", format: "date" }),
  query("cohort", "Which clocks a window takes", cohort),
];
