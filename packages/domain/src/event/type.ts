import { Schema } from "effect";
import type { Field } from "./field.js";

/** What is expected of one place of an event's data. */
export interface Expectation {
  readonly path: string;
  readonly expected: string;
}

/** One event type: its data, and what fields must be to one another. */
export interface EventSpec {
  readonly title: string;
  readonly fields: Readonly<Record<string, Field>>;
  readonly schema: Schema.Constraint;
  /** Faults between fields, asked once each field is right by itself. */
  readonly between: (data: Readonly<Record<string, unknown>>) => readonly Expectation[];
  /** As much of `between` as JSON Schema can say. */
  readonly betweenSchema: object;
}

const nothing = (): readonly Expectation[] => [];

/** The spec of a type: a closed schema of its fields. */
export function spec(
  title: string,
  fields: Readonly<Record<string, Field>> = {},
  between: EventSpec["between"] = nothing,
  betweenSchema: object = {},
): EventSpec {
  const members: Record<string, Schema.Constraint> = {};
  for (const [name, { schema, optional, expected }] of Object.entries(fields)) {
    const described = (schema as typeof Schema.String).annotate({ description: expected });
    members[name] = optional ? Schema.optionalKey(described) : described;
  }
  // An empty Struct would accept anything; a record of never accepts the empty object only.
  const empty = Object.keys(fields).length === 0;
  const data = empty ? Schema.Record(Schema.String, Schema.Never) : Schema.Struct(members);
  return { title, fields, schema: data, between, betweenSchema };
}

/** `dueOn` and `dueAt` exclude each other. */
export function oneDue(data: Readonly<Record<string, unknown>>): readonly Expectation[] {
  return data.dueOn !== undefined && data.dueAt !== undefined
    ? [{ path: "/data/dueAt", expected: "no dueAt beside dueOn" }]
    : [];
}

/** The same for JSON Schema. */
export const oneDueSchema = { not: { required: ["dueOn", "dueAt"] } };
