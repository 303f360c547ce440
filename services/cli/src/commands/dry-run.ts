import { basename } from "node:path";
import type { Mapping } from "@anshi/mapping";
import type { Context } from "../context.js";
import { openSource } from "../reading/open.js";

/** Prints the events of the first `rows` rows of each file, one a line, and complains of those it cannot make; `true` when there are none. */
export async function dryRun(
  files: readonly string[],
  mapping: Mapping | null,
  rows: number,
  context: Pick<Context, "print" | "complain">,
): Promise<boolean> {
  let clean = true;
  for (const file of files) {
    let read = 0;
    const { entries } = await openSource(file, mapping);
    for await (const entry of entries) {
      for (const { json } of entry.events) context.print(json);
      for (const { path, message } of entry.unsendable) {
        clean = false;
        context.complain(`${basename(file)} row ${entry.row}: ${path === "" ? "" : `${path}: `}${message}`);
      }
      read += 1;
      if (read >= rows) break;
    }
  }
  return clean;
}
