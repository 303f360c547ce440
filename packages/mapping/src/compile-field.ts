import type { Zone } from "@anshi/domain";
import type { ColumnField, Conversion, Field, Scalar } from "./mapping.js";
import type { Row } from "./row.js";
import { parseTemplate } from "./template.js";
import { readWhen } from "./wall-clock.js";

/** The text of a column in a row. */
export type ColumnReader = (row: Row) => string;

/** Finds a column; one that is not there is a fault noted by the finder, and reads as empty. */
export type FindColumn = (name: string, path: string) => ColumnReader;

/** Made of a row: a value, `undefined` to leave the field out, or why there is none. */
export type Made = Scalar | readonly Scalar[] | undefined | Unreadable;

/** A cell that cannot become what the mapping asks. */
export class Unreadable {
  constructor(readonly message: string) {}
}

/** A template as a function of a row; `undefined` when a column it names is empty there. */
export function compileTemplate(
  source: string,
  path: string,
  find: FindColumn,
): (row: Row) => string | undefined {
  const template = parseTemplate(source);
  if (typeof template === "string") return () => undefined;
  const parts = template.map((part) => ("text" in part ? part.text : find(part.column, path)));
  return (row) => {
    let made = "";
    for (const part of parts) {
      if (typeof part === "string") made += part;
      else {
        const value = part(row);
        if (value === "") return undefined;
        made += value;
      }
    }
    return made;
  };
}

/** A field as a function of a row. */
export function compileField(field: Field, path: string, find: FindColumn, zone: Zone): (row: Row) => Made {
  switch (field.kind) {
    case "literal":
      return () => field.value;
    case "template":
      return compileTemplate(field.text, path, find);
    case "column":
      return compileColumn(field, path, find, zone);
  }
}

function compileColumn(field: ColumnField, path: string, find: FindColumn, zone: Zone): (row: Row) => Made {
  const read = find(field.column, path);
  const replacement = field.replace;
  const pattern = replacement === null ? null : new RegExp(replacement[0], "gu");
  const map = field.map === null ? null : new Map(Object.entries(field.map));
  return (row) => {
    let text = read(row);
    if (pattern !== null && replacement !== null) text = text.replace(pattern, replacement[1]);
    if (text === "") return field.default ?? undefined;
    if (map === null) return convert(text, field.as, field.column, zone);
    const mapped = map.get(text) ?? field.default;
    return mapped ?? new Unreadable(`${field.column}: the map has no entry for "${text}"`);
  };
}

const truths: ReadonlyMap<string, boolean> = new Map([
  ...["true", "yes", "y", "1", "是"].map((word) => [word, true] as const),
  ...["false", "no", "n", "0", "否"].map((word) => [word, false] as const),
]);

function convert(text: string, as: Conversion, column: string, zone: Zone): Made {
  const unreadable = (expected: string) => new Unreadable(`${column}: expected ${expected}, found "${text}"`);
  switch (as) {
    case "text":
      return text;
    case "number":
      return /^-?\d+(?:\.\d+)?$/u.test(text) ? Number(text) : unreadable("a number");
    case "boolean":
      return truths.get(text.toLowerCase()) ?? unreadable("yes or no (是/否, true/false, 1/0)");
    case "date":
    case "instant": {
      const when = readWhen(text, zone);
      if (when === undefined) return unreadable("a date, with or without a time");
      if (as === "date") return when.kind === "date" ? when.date : when.rfc3339.slice(0, 10);
      // A date is due to its end, an instant to the instant: guessing an hour would make on-time work late.
      return when.kind === "date"
        ? unreadable("a time of day (map a bare date with as: date)")
        : when.rfc3339;
    }
  }
}
