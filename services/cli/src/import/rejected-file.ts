import { createReadStream } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { lines } from "../reading/lines.js";

/** One event that did not enter, or one row of which none could be made. */
export interface Rejection {
  readonly row: number;
  readonly index: number;
  readonly id: string | null;
  readonly code: string;
  readonly message: string;
  readonly path: string;
  readonly faults: unknown;
  /** As it was sent; `null` when none was made. */
  readonly event: unknown;
}

/** Longer lines are none of ours. */
const LONGEST_LINE = 16 * 1024 * 1024;

/**
 * The rejected beside the input, one JSON a line. An import that is taken up again after row `keep` sends the rows after it once
 * more, so their lines go, and with them one that a kill cut short.
 */
export class RejectedFile {
  private constructor(
    readonly path: string,
    readonly handle: FileHandle,
  ) {}

  static async open(path: string, keep: number): Promise<RejectedFile> {
    const next = `${path}.new`;
    const handle = await open(next, "w");
    if (keep > 0) await handle.appendFile(await keptLines(path, keep));
    await rename(next, path);
    return new RejectedFile(path, handle);
  }

  async add(rejections: readonly Rejection[]): Promise<void> {
    if (rejections.length === 0) return;
    await this.handle.appendFile(rejections.map((each) => `${JSON.stringify(each)}\n`).join(""));
  }

  /** Closes the file, and removes it when nothing was rejected. */
  async close(): Promise<void> {
    const { size } = await this.handle.stat();
    await this.handle.close();
    if (size === 0) await rm(this.path, { force: true });
  }
}

async function keptLines(path: string, keep: number): Promise<string> {
  let kept = "";
  try {
    for await (const { bytes } of lines(createReadStream(path) as AsyncIterable<Buffer>, LONGEST_LINE)) {
      const line = bytes?.toString("utf8") ?? "";
      if (rowOf(line) <= keep) kept += `${line}\n`;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  return kept;
}

function rowOf(line: string): number {
  try {
    const value: unknown = JSON.parse(line);
    const row = typeof value === "object" && value !== null && "row" in value ? value.row : undefined;
    return typeof row === "number" ? row : Number.POSITIVE_INFINITY;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
