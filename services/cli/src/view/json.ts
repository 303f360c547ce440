/** A value as JSON; positions and counts beyond 2^53 as decimal strings. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => (typeof each === "bigint" ? String(each) : each));
}
