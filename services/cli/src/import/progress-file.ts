import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { nothing } from "./counts.js";
import type { Done } from "./prefix.js";

/** What must be the same for an import to be taken up where it stopped. */
export interface ImportIdentity {
  /** Of the file: bytes, and milliseconds since 1970. */
  readonly size: number;
  readonly modified: number;
  /** SHA-256 of the mapping's text, `null` without one. */
  readonly mapping: string | null;
  readonly url: string;
  readonly ledger: string | null;
}

/**
 * How far the import of this file came; `undefined` when there is no note, or it is of another file, mapping or service, or
 * unreadable: then the import begins anew, which is slower and otherwise the same.
 */
export async function readProgress(path: string, identity: ImportIdentity): Promise<Done | undefined> {
  const text = await readFile(path, "utf8").catch(() => "");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const noted = value as Readonly<Record<string, unknown>>;
  if (Object.entries(identity).some(([name, expected]) => noted[name] !== expected)) return undefined;
  const row = count(noted.row);
  const counts = Object.keys(nothing).map((name) => [name, count(noted[name])] as const);
  if (row === undefined || counts.some(([, n]) => n === undefined)) return undefined;
  return { row, counts: { ...nothing, ...Object.fromEntries(counts) } };
}

/** Notes how far the import came; whoever is killed meanwhile leaves the former note. */
export async function writeProgress(path: string, identity: ImportIdentity, done: Done): Promise<void> {
  const next = `${path}.new`;
  await writeFile(next, `${JSON.stringify({ ...identity, row: done.row, ...done.counts }, null, 1)}\n`);
  await rename(next, path);
}

/** Forgets the note, once the whole file is done. */
export async function removeProgress(path: string): Promise<void> {
  await rm(path, { force: true });
}

function count(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
