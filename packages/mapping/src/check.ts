import { catalogue, type EventType, zone } from "@anshi/domain";
import { parse } from "yaml";
import { checkField, checkTemplate } from "./check-field.js";
import { elements, members, note, type Place, scalars, text } from "./expect.js";
import { type Fault, MappingFaults } from "./fault.js";
import type { Condition, EventMapping, Mapping } from "./mapping.js";

const settings = ["timeZone", "encoding", "delimiter", "sheet", "constants", "events"];
const eventSettings = ["when", "type", "source", "id", "subject", "time", "data"];

/**
 * Reads a mapping file, YAML or JSON. Throws `MappingFaults` with everything wrong with it, columns apart: those are known once
 * a table is (`compile`).
 */
export function readMapping(source: string): Mapping {
  const faults: Fault[] = [];
  const whole: Place = { value: parsed(source), path: "", faults };
  const found = members(whole, settings);
  const list = found.get("events");
  if (list === undefined)
    note({ ...whole, path: "events" }, "missing; expected a list of events a row may give");
  const mapping: Mapping = {
    timeZone: timeZone(
      text(found.get("timeZone"), whole, "timeZone", "an IANA time zone such as Asia/Shanghai"),
      found,
    ),
    encoding: encoding(found.get("encoding")),
    delimiter: oneOf(found.get("delimiter"), "one character", (value) => value.length === 1) ?? ",",
    sheet: sheet(found.get("sheet")),
    constants: scalars(found.get("constants")),
    events: list === undefined ? [] : elements(list, "a list of events a row may give").map(eventMapping),
  };
  if (list !== undefined && Array.isArray(list.value) && list.value.length === 0)
    note(list, "expected at least one event");
  if (faults.length > 0) throw new MappingFaults(faults);
  return mapping;
}

function parsed(source: string): unknown {
  try {
    return parse(source);
  } catch (error) {
    const message = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new MappingFaults([{ path: "(whole file)", message: `neither YAML nor JSON: ${message}` }]);
  }
}

function eventMapping(place: Place): EventMapping {
  const found = members(place, eventSettings);
  const template = (name: string, expected: string): string => {
    const at = found.get(name);
    const source = text(at, place, name, expected);
    return at === undefined ? source : checkTemplate(at, source);
  };
  const type = template("type", "an event type such as io.anshi.dispatch.issued.v1");
  return {
    when: condition(found.get("when")),
    type,
    source: template("source", "the URI of where the facts come from"),
    id: template("id", 'a template such as "{case_id}/received"'),
    subject: template("subject", 'a template such as "{case_id}"'),
    time: time(found.get("time"), place),
    data: data(found.get("data"), place, type),
  };
}

function time(place: Place | undefined, event: Place): string {
  if (typeof place?.value === "string") return text(place, event, "time", "{ column: … }");
  if (place === undefined) return text(undefined, event, "time", "{ column: … }");
  return text(
    members(place, ["column"]).get("column"),
    place,
    "column",
    "the name of the column of the event's time",
  );
}

/** A type known by now is held against the catalogue at once, not row by row by the service. */
function data(place: Place | undefined, event: Place, type: string): EventMapping["data"] {
  const fields = place === undefined ? new Map<string, Place>() : members(place);
  const known = isEventType(type) ? catalogue[type].fields : undefined;
  if (type !== "" && known === undefined && !type.includes("{")) {
    note({ ...event, path: `${event.path}.type` }, `no such event type: ${type}`);
  }
  if (known !== undefined) {
    for (const [name, at] of fields) {
      if (!Object.hasOwn(known, name)) {
        const names = Object.keys(known);
        note(at, `${type} has no such field; known: ${names.length === 0 ? "none" : names.join(", ")}`);
      }
    }
    for (const [name, { optional, expected }] of Object.entries(known)) {
      if (!optional && !fields.has(name)) {
        note({ ...event, path: `${event.path}.data.${name}` }, `missing; expected ${expected}`);
      }
    }
  }
  return Object.fromEntries([...fields].map(([name, at]) => [name, checkField(at)]));
}

function isEventType(type: string): type is EventType {
  return Object.hasOwn(catalogue, type);
}

function condition(place: Place | undefined): Condition {
  const found =
    place === undefined ? new Map<string, Place>() : members(place, ["present", "absent", "equals", "in"]);
  const columns = (name: string): readonly string[] => {
    const at = found.get(name);
    if (at === undefined) return [];
    return elements(at, "a list of columns").map((each) => text(each, at, name, "the name of a column"));
  };
  const lists = found.get("in");
  return {
    present: columns("present"),
    absent: columns("absent"),
    equals: scalars(found.get("equals")),
    in:
      lists === undefined
        ? {}
        : Object.fromEntries(
            [...members(lists)].map(([name, at]) => [
              name,
              elements(at, "a list of texts").map(({ value }) => String(value)),
            ]),
          ),
  };
}

function timeZone(name: string, found: ReadonlyMap<string, Place>): string {
  const place = found.get("timeZone");
  if (name !== "" && place !== undefined) {
    try {
      zone(name);
    } catch {
      note(place, "expected an IANA time zone such as Asia/Shanghai");
    }
  }
  return name;
}

function encoding(place: Place | undefined): string {
  const known = (value: string): boolean => {
    try {
      new TextDecoder(value);
      return true;
    } catch {
      return false;
    }
  };
  return oneOf(place, "an encoding such as utf-8 or gb18030", known) ?? "utf-8";
}

function oneOf(place: Place | undefined, expected: string, holds: (value: string) => boolean): string | null {
  if (place === undefined) return null;
  if (typeof place.value === "string" && holds(place.value)) return place.value;
  note(place, `expected ${expected}`);
  return null;
}

function sheet(place: Place | undefined): Mapping["sheet"] {
  if (place === undefined) return null;
  const { value } = place;
  if (typeof value === "string" && value !== "") return value;
  if (typeof value === "number" && Number.isInteger(value) && value >= 1) return value;
  note(place, "expected the name of a sheet or its number from 1");
  return null;
}
