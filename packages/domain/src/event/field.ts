import { Schema } from "effect";
import { parseDay, parseInstant } from "../time/index.js";
import { instantText, isAtMost } from "./text.js";
import { isUscc } from "./uscc.js";

/** A field of an event's data: its schema and, for messages that must not show the value, what is expected. */
export interface Field<S extends Schema.Constraint = Schema.Constraint, Optional extends boolean = boolean> {
  readonly schema: S;
  readonly expected: string;
  readonly optional: Optional;
}

const field = <S extends Schema.Constraint>(schema: S, expected: string): Field<S, false> => ({
  schema,
  expected,
  optional: false,
});

/** The same field, which may be absent. */
export function optional<S extends Schema.Constraint>(of: Field<S>): Field<S, true> {
  return { ...of, optional: true };
}

/** Text of a length in characters (code points, as JSON Schema counts), well formed. */
export const text = (longest: number) =>
  field(
    Schema.String.check(
      Schema.isMinLength(1),
      Schema.isPattern(/^\P{Cs}*$/u),
      Schema.makeFilter((value: string) => isAtMost(value, longest), {
        toJsonSchema: () => ({ maxLength: longest }),
      }),
    ),
    `a text of 1 to ${longest} characters`,
  );

/** Text of a pattern; the regular expression carries the u flag so that the JSON Schema keeps it. */
export const pattern = (expression: RegExp, expected: string) =>
  field(Schema.String.check(Schema.isPattern(expression)), expected);

export const literal = <const L extends readonly string[]>(...values: L) =>
  field(Schema.Literals(values), `one of ${values.join(", ")}`);

export const integer = (low: number, high: number) =>
  field(
    Schema.Int.check(Schema.isBetween({ minimum: low, maximum: high })),
    `a whole number from ${low} to ${high}`,
  );

export const number = field(Schema.Finite, "a number");
export const truth = field(Schema.Boolean, "true or false");

/** Unit ids of events.md. */
export const unit = pattern(/^[0-9A-Za-z_-]{2,32}$/u, "2 to 32 characters of 0-9 A-Z a-z _ -");

const dateSchema = Schema.String.check(
  Schema.isPattern(/^\d{4}-\d{2}-\d{2}$/u),
  Schema.makeFilter((value: string) => parseDay(value) !== undefined, {
    toJsonSchema: () => ({ format: "date" }),
  }),
);
export const date = field(dateSchema, "a date YYYY-MM-DD");
export const dates = field(
  Schema.Array(dateSchema).check(Schema.isMaxLength(366), Schema.isUnique()),
  "an array of different dates YYYY-MM-DD",
);

export const instant = field(
  Schema.String.check(
    Schema.isPattern(instantText),
    Schema.makeFilter((value: string) => parseInstant(value) !== undefined, {
      toJsonSchema: () => ({ format: "date-time" }),
    }),
  ),
  "an instant of RFC 3339 with offset and at most 6 fractional digits",
);

/** Unified social credit code (统一社会信用代码, GB 32100-2015). */
export const uscc = field(
  Schema.String.check(
    Schema.isPattern(/^[0-9A-HJ-NPQRTUWXY]{18}$/u),
    Schema.makeFilter((value: string) => isUscc(value), { toJsonSchema: () => ({}) }),
  ),
  "a unified social credit code of 18 characters with a valid check digit",
);
