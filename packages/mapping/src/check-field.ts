import { elements, members, note, type Place, scalar, scalars, text } from "./expect.js";
import { type ColumnField, type Conversion, conversions, type Field } from "./mapping.js";
import { parseTemplate } from "./template.js";

const settings = ["column", "replace", "map", "default", "as"];
const asWords = conversions.join(", ");

/** Reads how one value of an event's data is made; what is wrong goes to the place's faults. */
export function checkField(place: Place): Field {
  const { value } = place;
  if (typeof value === "string") return { kind: "template", text: checkTemplate(place, value) };
  if (typeof value === "number" || typeof value === "boolean") return { kind: "literal", value };
  if (Array.isArray(value)) return { kind: "literal", value: elements(place, "a list").map(scalar) };
  return { kind: "column", ...columnField(place) };
}

/** The template as it stands; a fault when it cannot be read. */
export function checkTemplate(place: Place, source: string): string {
  const template = parseTemplate(source);
  if (typeof template === "string") note(place, template);
  return source;
}

function columnField(place: Place): ColumnField {
  const found = members(place, [...settings, ...conversions]);
  // `{ instant: closed_dt }` is short for `{ column: closed_dt, as: instant }`.
  const short = conversions.filter((each) => found.has(each));
  const [first] = short;
  if (first !== undefined && (short.length > 1 || found.has("column") || found.has("as"))) {
    note(place, `expected either column and as, or one of ${asWords}`);
  }
  const name = first ?? "column";
  return {
    column: text(found.get(name), place, name, "the name of a column"),
    replace: replacement(found.get("replace")),
    map: found.has("map") ? scalars(found.get("map")) : null,
    default: defaultOf(found.get("default")),
    as: first ?? conversion(found.get("as")),
  };
}

function replacement(place: Place | undefined): ColumnField["replace"] {
  if (place === undefined) return null;
  const [pattern, by, ...more] = elements(place, "[pattern, replacement]");
  if (typeof pattern?.value !== "string" || typeof by?.value !== "string" || more.length > 0) {
    note(place, "expected [pattern, replacement], two texts");
    return null;
  }
  try {
    new RegExp(pattern.value, "gu");
  } catch {
    note(
      pattern,
      "expected a regular expression (Unicode: escape - and other signs only where they mean something)",
    );
    return null;
  }
  return [pattern.value, by.value];
}

function defaultOf(place: Place | undefined): ColumnField["default"] {
  return place === undefined ? null : scalar(place);
}

function conversion(place: Place | undefined): Conversion {
  if (place === undefined) return "text";
  const known = conversions.find((each) => each === place.value);
  if (known === undefined) note(place, `expected one of ${asWords}`);
  return known ?? "text";
}
