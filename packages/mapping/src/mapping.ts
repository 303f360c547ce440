/** A value written into the mapping as it stands. */
export type Scalar = string | number | boolean;

/** How the text of a cell becomes a value of an event. */
export const conversions = ["text", "number", "boolean", "date", "instant"] as const;
export type Conversion = (typeof conversions)[number];

/** A value taken from a column: text → replace → map → default → conversion. */
export interface ColumnField {
  readonly column: string;
  /** Regular expression (flags `gu`) and what each match becomes. */
  readonly replace: readonly [pattern: string, replacement: string] | null;
  readonly map: Readonly<Record<string, Scalar>> | null;
  /** For an empty cell, and for a text `map` does not list. */
  readonly default: Scalar | null;
  readonly as: Conversion;
}

/** Where a value of an event's data comes from. */
export type Field =
  | { readonly kind: "literal"; readonly value: number | boolean | readonly Scalar[] }
  | { readonly kind: "template"; readonly text: string }
  | ({ readonly kind: "column" } & ColumnField);

/** When a row gives an event; all parts must hold. */
export interface Condition {
  readonly present: readonly string[];
  readonly absent: readonly string[];
  readonly equals: Readonly<Record<string, Scalar>>;
  readonly in: Readonly<Record<string, readonly Scalar[]>>;
}

/** One event a row may give. `type`, `source`, `id` and `subject` are templates. */
export interface EventMapping {
  readonly when: Condition;
  readonly type: string;
  readonly source: string;
  readonly id: string;
  readonly subject: string;
  /** The column of the event's time. */
  readonly time: string;
  readonly data: Readonly<Record<string, Field>>;
}

/** How the rows of a table become events (docs/import.md). */
export interface Mapping {
  /** Of wall-clock times without an offset. */
  readonly timeZone: string;
  readonly encoding: string;
  readonly delimiter: string;
  /** Name or number (from 1) of the Excel sheet; `null`: the first. */
  readonly sheet: string | number | null;
  /** Further columns with the same value in every row. */
  readonly constants: Readonly<Record<string, Scalar>>;
  readonly events: readonly EventMapping[];
}
