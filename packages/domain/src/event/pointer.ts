const LONGEST_NAME = 64;

/** A JSON Pointer token (RFC 6901); a name could be anything, so it is cut. */
export function escapePointer(name: string): string {
  return name.slice(0, LONGEST_NAME).toWellFormed().replaceAll("~", "~0").replaceAll("/", "~1");
}
