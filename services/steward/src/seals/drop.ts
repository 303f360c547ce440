import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type LedgerId, type Queryable, sealsAfter } from "@anshi/ledger";
import { sealTextOf } from "./text.js";

/** The file of a seal: names sort in order. */
function sealFile(ledger: LedgerId, number: bigint): string {
  return `${ledger}.${String(number).padStart(8, "0")}.seal.json`;
}

/**
 * Writes the seals that a directory lacks, those after the last one it has, one file each. A file that is there is never written
 * again: what was sent out stays as it was.
 */
export async function dropSeals(db: Queryable, ledger: LedgerId, directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const seal of await sealsAfter(db, ledger, await lastIn(directory, ledger))) {
    const file = join(directory, sealFile(ledger, seal.number));
    // Whoever sees the name sees all of it.
    const draft = `${file}.${process.pid}`;
    try {
      await writeFile(draft, `${sealTextOf(ledger, seal)}\n`, { flush: true });
      await rename(draft, file);
    } finally {
      await rm(draft, { force: true });
    }
  }
}

async function lastIn(directory: string, ledger: LedgerId): Promise<bigint> {
  const own = (await readdir(directory))
    .filter((name) => name.startsWith(`${ledger}.`) && name.endsWith(".seal.json"))
    .sort();
  return BigInt(/\.(\d+)\.seal\.json$/u.exec(own.at(-1) ?? "")?.[1] ?? 0);
}
