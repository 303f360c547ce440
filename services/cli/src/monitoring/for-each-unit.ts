import { isMapping, type Value } from "./fill.js";

const UNIT = `\${UNIT}`;
const PARTY = `\${UNIT_PARTY}`;

/** A unit that has people of its own to tell. */
export interface AlertedUnit {
  readonly unit: string;
  /** Their department in WeCom. */
  readonly party: string;
}

/** Units of a text such as `320902=12,320903=13`; `undefined` when it is none. */
export function parseAlertUnits(text: string): readonly AlertedUnit[] | undefined {
  const units: AlertedUnit[] = [];
  for (const part of text.split(",").filter((each) => each.trim() !== "")) {
    const match = /^\s*([0-9A-Za-z_-]{2,32})\s*=\s*(\d+(?:\|\d+)*)\s*$/u.exec(part);
    if (match === null) return undefined;
    units.push({ unit: match[1] ?? "", party: match[2] ?? "" });
  }
  return units;
}

/** Writes each item of a list that speaks of `${UNIT}` once for each unit. */
export function forEachUnit(value: Value, units: readonly AlertedUnit[]): Value {
  if (Array.isArray(value)) {
    return value.flatMap((item: Value) =>
      isMapping(item) && speaksOfUnit(item)
        ? units.map(({ unit, party }) => named(item, unit, party))
        : [forEachUnit(item, units)],
    );
  }
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, own]) => [key, forEachUnit(own, units)]));
}

/** In what it is itself, not in what its lists of mappings hold. */
function speaksOfUnit(item: { readonly [key: string]: Value }): boolean {
  return Object.values(item)
    .filter((own) => typeof own === "string" || (Array.isArray(own) && own.every((each) => !isMapping(each))))
    .some((own) => JSON.stringify(own).includes(UNIT));
}

function named(value: Value, unit: string, party: string): Value {
  const text = JSON.stringify(value).replaceAll(UNIT, unit).replaceAll(PARTY, party);
  return JSON.parse(text) as Value;
}
