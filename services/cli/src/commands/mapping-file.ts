import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Mapping } from "@anshi/mapping";
import { MappingFaults, readMapping } from "@anshi/mapping";
import { reasonOf, WrongUse } from "../failure.js";

/** A mapping and the SHA-256 of its text. */
export interface MappingFile {
  readonly mapping: Mapping;
  readonly hash: string;
}

/** The mapping in a file; `null` when none is named. Rejects with `WrongUse` and everything wrong with it. */
export async function readMappingFile(path: string | undefined): Promise<MappingFile | null> {
  if (path === undefined) return null;
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new WrongUse(`${path} cannot be read: ${reasonOf(error)}`);
  });
  const mapping = await fitted(path, async () => readMapping(text));
  return { mapping, hash: createHash("sha256").update(text).digest("hex") };
}

/** A mapping that does not fit is wrong use: everything wrong with it, a line each. */
export async function fitted<T>(mapping: string | undefined, work: () => Promise<T>): Promise<T> {
  return work().catch((error: unknown) => {
    if (!(error instanceof MappingFaults)) throw error;
    const { faults } = error;
    const lines = faults.map(({ path, message }) => `\n  ${path}: ${message}`).join("");
    throw new WrongUse(
      `${mapping} has ${faults.length === 1 ? "a fault" : `${faults.length} faults`}:${lines}`,
    );
  });
}
