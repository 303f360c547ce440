import { type Zone, zone } from "@anshi/domain";
import {
  type ColumnReader,
  compileField,
  compileTemplate,
  type FindColumn,
  Unreadable,
} from "./compile-field.js";
import { type Fault, MappingFaults } from "./fault.js";
import type { Condition, EventMapping, Mapping } from "./mapping.js";
import { cellText, type Row } from "./row.js";
import { noonOf, readWhen } from "./wall-clock.js";

/** An event as CloudEvents 1.0 JSON, not yet checked by the service. */
export type EventJson = Readonly<Record<string, unknown>>;

/** What one event of a row came to; `index` is its place among the mapping's events. */
export type RowEvent =
  | { readonly index: number; readonly event: EventJson }
  | { readonly index: number; readonly id: string | null; readonly fault: Fault };

/** Turns a row into its events. Never throws: what cannot be made of a row is a fault of that event alone. */
export type RowMapper = (row: Row) => readonly RowEvent[];

/**
 * Binds a mapping to the columns of a table. Throws `MappingFaults` when it names a column the table does not have, or has twice.
 */
export function compile(mapping: Mapping, columns: readonly string[]): RowMapper {
  const faults: Fault[] = [];
  const find = finder(mapping, columns, faults);
  const local = zone(mapping.timeZone);
  const makers = mapping.events.map((event, index) =>
    compileEvent(event, `events[${index}]`, index, find, local),
  );
  if (faults.length > 0) throw new MappingFaults(faults);
  return (row) => {
    // A row with more or fewer cells than the header has a stray separator: its values are in the wrong columns.
    if (row.cells.length !== columns.length) {
      const message = `expected ${columns.length} cells as in the header, found ${row.cells.length}`;
      return [{ index: 0, id: null, fault: { path: "row", message } }];
    }
    return makers.flatMap((make) => make(row) ?? []);
  };
}

function finder(mapping: Mapping, columns: readonly string[], faults: Fault[]): FindColumn {
  return (name, path): ColumnReader => {
    const index = columns.indexOf(name);
    const constant = mapping.constants[name];
    const complain = (message: string) => faults.push({ path, message });
    if (constant !== undefined) {
      if (index >= 0) complain(`"${name}" is a constant and a column of the file; rename the constant`);
      return () => String(constant);
    }
    if (index < 0) complain(`the file has no column "${name}"; it has: ${columns.join(", ")}`);
    else if (columns.indexOf(name, index + 1) >= 0) complain(`the file has more than one column "${name}"`);
    return (row) => cellText(row.cells[index]);
  };
}

function compileEvent(
  mapping: EventMapping,
  path: string,
  index: number,
  find: FindColumn,
  local: Zone,
): (row: Row) => RowEvent | undefined {
  const holds = compileCondition(mapping.when, `${path}.when`, find);
  const attributes = (["type", "source", "id", "subject"] as const).map((name) => {
    return { name, make: compileTemplate(mapping[name], `${path}.${name}`, find) };
  });
  const timeCell = find(mapping.time, `${path}.time`);
  const fields = Object.entries(mapping.data).map(([name, field]) => {
    return { name, make: compileField(field, `${path}.data.${name}`, find, local) };
  });

  return (row) => {
    if (!holds(row)) return undefined;
    const event: Record<string, unknown> = { specversion: "1.0" };
    const failed = (at: string, message: string): RowEvent => {
      const { id } = event;
      return { index, id: typeof id === "string" ? id : null, fault: { path: `${path}.${at}`, message } };
    };
    for (const { name, make } of attributes) {
      const value = make(row);
      if (value === undefined) return failed(name, `a column of "${mapping[name]}" is empty`);
      event[name] = value;
    }
    const text = timeCell(row);
    const when = readWhen(text, local);
    if (when === undefined) {
      return failed(
        "time",
        `${mapping.time}: expected a date or a time, found ${text === "" ? "nothing" : `"${text}"`}`,
      );
    }
    event.time = when.kind === "moment" ? when.rfc3339 : noonOf(when.date, row.number, local);
    const data: Record<string, unknown> = {};
    for (const { name, make } of fields) {
      const value = make(row);
      if (value instanceof Unreadable) return failed(`data.${name}`, value.message);
      if (value !== undefined) data[name] = value;
    }
    event.data = data;
    return { index, event };
  };
}

function compileCondition(condition: Condition, path: string, find: FindColumn): (row: Row) => boolean {
  const present = condition.present.map((name) => find(name, `${path}.present`));
  const absent = condition.absent.map((name) => find(name, `${path}.absent`));
  const oneOf = [
    ...Object.entries(condition.equals).map(([name, value]) => ({ name, values: [value], at: "equals" })),
    ...Object.entries(condition.in).map(([name, values]) => ({ name, values, at: "in" })),
  ].map(({ name, values, at }) => ({
    read: find(name, `${path}.${at}`),
    values: new Set(values.map(String)),
  }));
  return (row) =>
    present.every((read) => read(row) !== "") &&
    absent.every((read) => read(row) === "") &&
    oneOf.every(({ read, values }) => values.has(read(row)));
}
