import { type Entry, LONGEST_LINE, lineEntry } from "@anshi/mapping";
import type { FileBytes } from "./bytes.js";
import { lines } from "./lines.js";
import type { Source } from "./source.js";

/** Newline-delimited CloudEvents: one event a line, sent as written. Blank lines are passed over; a row is a line. */
export function ndjsonSource(bytes: FileBytes): Source {
  async function* entries(): AsyncGenerator<Entry> {
    for await (const line of lines(bytes.chunks, LONGEST_LINE)) {
      const entry = lineEntry(line.number, line.bytes);
      if (entry !== undefined) yield entry;
    }
  }
  return { entries: entries(), soFar: bytes.soFar };
}
