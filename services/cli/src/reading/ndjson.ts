import { TextDecoder } from "node:util";
import type { Entry, Unsendable } from "@anshi/mapping";
import type { FileBytes } from "./bytes.js";
import { type Line, lines } from "./lines.js";
import type { Source } from "./source.js";

/** Longer than any event the service keeps; what lies between this and its own limit is the service's to reject. */
const LONGEST_LINE = 1024 * 1024;

/** Newline-delimited CloudEvents: one event a line, sent as written. Blank lines are passed over; a row is a line. */
export function ndjsonSource(bytes: FileBytes): Source {
  async function* entries(): AsyncGenerator<Entry> {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    for await (const line of lines(bytes.chunks, LONGEST_LINE)) {
      const entry = entryOf(line, decoder);
      if (entry !== undefined) yield entry;
    }
  }
  return { entries: entries(), soFar: bytes.soFar };
}

function entryOf({ number: row, bytes }: Line, decoder: TextDecoder): Entry | undefined {
  const unsendable = (code: Unsendable["code"], message: string): Entry => ({
    row,
    events: [],
    unsendable: [{ index: 0, id: null, code, message, path: "" }],
  });
  if (bytes === null) return unsendable("too-large", `a line of more than ${LONGEST_LINE} bytes`);
  // One bad line would make its whole batch unreadable, so each is read here first.
  try {
    const json = decoder.decode(bytes).trim();
    if (json === "") return undefined;
    return { row, events: [{ index: 0, id: idOf(JSON.parse(json)), json }], unsendable: [] };
  } catch (error) {
    return unsendable(
      "not-json",
      error instanceof SyntaxError ? "the line is not JSON" : "the line is not UTF-8",
    );
  }
}

function idOf(event: unknown): string | null {
  if (typeof event !== "object" || event === null || !("id" in event)) return null;
  return typeof event.id === "string" ? event.id : null;
}
