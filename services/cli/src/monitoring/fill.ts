/** A value as YAML and JSON have them. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** A variable of the configuration: its text, or `undefined` while it is unset. */
export type LookUp = (name: string) => string | undefined;

/** Some variables of a channel are set and some are not. */
export class PartlySet extends Error {
  override readonly name = "PartlySet";
  constructor(
    readonly set: readonly string[],
    readonly unset: readonly string[],
  ) {
    super(`${set.join(", ")} is set, but not ${unset.join(", ")}`);
  }
}

/**
 * Fills `${NAME}` in. What speaks of an unset variable is left out: of a list the whole item, else the entry; so is what
 * becomes empty thereby. Throws PartlySet for an item of a list of which some variables are set and some are not: half a
 * channel is a mistake. `given` are variables that say nothing about that, because they always have a text.
 */
export function fill(
  value: Value,
  lookUp: LookUp,
  given: ReadonlySet<string> = new Set(),
): Value | undefined {
  if (typeof value === "string") return fillText(value, lookUp);
  if (isList(value)) {
    const items = value.flatMap((item) => {
      const filled = isMapping(item) ? fillItem(item, lookUp, given) : fill(item, lookUp, given);
      return filled === undefined ? [] : [filled];
    });
    return items.length === 0 && value.length > 0 ? undefined : items;
  }
  return isMapping(value) ? fillEntries(value, lookUp, given) : value;
}

function fillItem(item: { readonly [key: string]: Value }, lookUp: LookUp, given: ReadonlySet<string>) {
  const names = Object.values(item).flatMap((own) => (typeof own === "string" ? variablesOf(own) : []));
  const unset = names.filter((name) => lookUp(name) === undefined);
  if (unset.length === 0) return fillEntries(item, lookUp, given);
  const set = names.filter((name) => !unset.includes(name) && !given.has(name));
  if (set.length > 0) throw new PartlySet(set, unset);
  return undefined;
}

function fillEntries(mapping: { readonly [key: string]: Value }, lookUp: LookUp, given: ReadonlySet<string>) {
  const entries = Object.entries(mapping).flatMap(([key, own]) => {
    const filled = fill(own, lookUp, given);
    return filled === undefined ? [] : [[key, filled] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function fillText(text: string, lookUp: LookUp): string | undefined {
  if (variablesOf(text).some((name) => lookUp(name) === undefined)) return undefined;
  return text.replace(VARIABLE, (_whole, name: string) => lookUp(name) ?? "");
}

function variablesOf(text: string): readonly string[] {
  return [...text.matchAll(VARIABLE)].map(([, name = ""]) => name);
}

const VARIABLE = /\$\{([A-Z][A-Z0-9_]*)\}/gu;

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** Whether it is a mapping. */
export function isMapping(value: Value): value is { readonly [key: string]: Value } {
  return typeof value === "object" && value !== null && !isList(value);
}
