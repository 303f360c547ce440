import type { Fault } from "./fault.js";
import type { Scalar } from "./mapping.js";

/** A place in the mapping file: its value, its path, and the list every fault goes to. */
export interface Place {
  readonly value: unknown;
  readonly path: string;
  readonly faults: Fault[];
}

/** Notes that something else was expected at the place. */
export function note(place: Place, message: string): void {
  place.faults.push({ path: place.path === "" ? "(whole file)" : place.path, message });
}

/** The entries of an object as places; with `known`, any other name is a fault. Empty when it is no object. */
export function members(place: Place, known?: readonly string[]): ReadonlyMap<string, Place> {
  const { value, path, faults } = place;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    note(place, `expected an object${known === undefined ? "" : ` with ${known.join(", ")}`}`);
    return new Map();
  }
  const found = new Map<string, Place>();
  for (const [name, member] of Object.entries(value)) {
    const at = { value: member, path: path === "" ? name : `${path}.${name}`, faults };
    if (known !== undefined && !known.includes(name)) note(at, `no such setting; known: ${known.join(", ")}`);
    else found.set(name, at);
  }
  return found;
}

/** The elements of a list as places. */
export function elements(place: Place, expected: string): readonly Place[] {
  const { value, path, faults } = place;
  if (!Array.isArray(value)) {
    note(place, `expected ${expected}`);
    return [];
  }
  return value.map((element: unknown, index) => ({ value: element, path: `${path}[${index}]`, faults }));
}

/** A text that is not empty; the empty text when there is none, which is a fault. */
export function text(place: Place | undefined, missing: Place, name: string, expected: string): string {
  if (place === undefined) {
    note(
      { ...missing, path: missing.path === "" ? name : `${missing.path}.${name}` },
      `missing; expected ${expected}`,
    );
    return "";
  }
  if (typeof place.value === "string" && place.value !== "") return place.value;
  note(place, `expected ${expected}`);
  return "";
}

/** A text, a number, true or false. */
export function scalar(place: Place): Scalar {
  const { value } = place;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  note(place, "expected a text, a number, true or false");
  return "";
}

/** An object of scalars. */
export function scalars(place: Place | undefined): Readonly<Record<string, Scalar>> {
  if (place === undefined) return {};
  return Object.fromEntries([...members(place)].map(([name, member]) => [name, scalar(member)]));
}
