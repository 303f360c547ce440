/**
 * Canonical JSON of RFC 8785: members sorted by UTF-16 code units, no white space, numbers and strings as ECMAScript
 * writes them. `value` must hold JSON values with finite numbers and well-formed strings only.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const object = value as Readonly<Record<string, unknown>>;
  const names = Object.keys(object).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(object[name])}`).join(",")}}`;
}
