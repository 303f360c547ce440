import { measures } from "@anshi/domain";
import { cohort, integer, nullable, text } from "./schema.js";

/** A figure of the board. */
export const measureRow = {
  type: "object",
  required: [
    "measure",
    "unit",
    "kept",
    "late",
    "overdue",
    "pending",
    "void",
    "counted",
    "rate",
    "numerator",
    "threshold",
    "met",
    "alert",
  ],
  properties: {
    measure: { enum: measures.map(({ id }) => id) },
    unit: text,
    unitName: nullable("string"),
    cohort,
    ...Object.fromEntries(
      ["kept", "late", "overdue", "pending", "void", "counted", "unclassified", "provisional", "parked"].map(
        (name) => [name, integer],
      ),
    ),
    rate: { type: ["number", "null"], minimum: 0, maximum: 1 },
    rateText: nullable("string"),
    threshold: nullable("number"),
    comparator: {
      type: ["object", "null"],
      description: "the national figure that is the line",
      properties: { period: text, basis: text },
    },
    operator: { enum: [">=", null] },
    met: nullable("boolean"),
    alert: nullable("boolean"),
    earned: nullable("boolean"),
    smallSample: { type: "boolean" },
    lateBudget: nullable("integer"),
    numerator: integer,
    denominator: integer,
    sum: integer,
    count: integer,
  },
};
