import type { Entry, Unsendable } from "./entry.js";

/** Longer than any event the service keeps; what lies between this and its own limit is the service's to reject. */
export const LONGEST_LINE = 1024 * 1024;

/**
 * What a line of newline-delimited events comes to: the event as written, or why it cannot be sent. `null` bytes: the line is longer than
 * LONGEST_LINE. `undefined` for a blank line. One bad line would make its whole batch unreadable, so each is read first.
 */
export function lineEntry(row: number, bytes: Uint8Array | null): Entry | undefined {
  const unsendable = (code: Unsendable["code"], message: string): Entry => ({
    row,
    events: [],
    unsendable: [{ index: 0, id: null, code, message, path: "" }],
  });
  if (bytes === null) return unsendable("too-large", `a line of more than ${LONGEST_LINE} bytes`);
  try {
    const json = utf8.decode(bytes).trim();
    if (json === "") return undefined;
    return { row, events: [{ index: 0, id: idOf(JSON.parse(json)), json }], unsendable: [] };
  } catch (error) {
    return unsendable(
      "not-json",
      error instanceof SyntaxError ? "the line is not JSON" : "the line is not UTF-8",
    );
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function idOf(event: unknown): string | null {
  if (typeof event !== "object" || event === null || !("id" in event)) return null;
  return typeof event.id === "string" ? event.id : null;
}
