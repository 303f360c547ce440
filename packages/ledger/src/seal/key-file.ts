import { randomUUID } from "node:crypto";
import { link, readFile, rm, stat, writeFile } from "node:fs/promises";
import { newKeys, publicKey, type SealKey, sealKey } from "./key.js";

/** A key file cannot be used; the message says why and what to do. */
export class UnfitKeyFile extends Error {
  override readonly name = "UnfitKeyFile";
}

/** The public key's file beside the private key's. */
export function publicKeyFile(file: string): string {
  return `${file}.pub`;
}

/** Reads the key that signs. Rejects with UnfitKeyFile, also when others than its owner may read the file. */
export async function readKeyFile(file: string): Promise<SealKey> {
  const { mode } = await stat(file).catch((cause: NodeJS.ErrnoException) => {
    throw new UnfitKeyFile(
      `the key file ${file} cannot be read (${cause.code ?? "unknown"}); \`anshi keys new ${file}\` makes one`,
      { cause },
    );
  });
  if (process.platform !== "win32" && (mode & 0o077) !== 0)
    throw new UnfitKeyFile(`the key file ${file} can be read by others than its owner; chmod 600 it`);
  try {
    return sealKey(await readFile(file, "utf8"));
  } catch (cause) {
    throw new UnfitKeyFile(`the key file ${file} cannot be used: ${reasonOf(cause)}`, { cause });
  }
}

/** Reads a public key's file. Rejects with UnfitKeyFile. */
export async function readPublicKeyFile(file: string): Promise<string> {
  try {
    return publicKey(await readFile(file, "utf8"));
  } catch (cause) {
    throw new UnfitKeyFile(`the public key file ${file} cannot be used: ${reasonOf(cause)}`, { cause });
  }
}

/**
 * Makes a key: the private one in `file`, for its owner alone, and the public one in `file`.pub; answers the public one as seals
 * name it. A file that is there stays: rejects with UnfitKeyFile.
 */
export async function makeKeyFile(file: string): Promise<string> {
  const { privateKey, publicKey: pem } = newKeys();
  // Complete before it has its name: whoever finds the file finds a key.
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeFile(draft, privateKey, { mode: 0o600, flag: "wx", flush: true });
    await link(draft, file);
    await writeFile(publicKeyFile(file), pem, { mode: 0o644 });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const why =
      code === "EEXIST"
        ? "is there already; a key is never overwritten"
        : `cannot be written (${code ?? "unknown"})`;
    throw new UnfitKeyFile(`the key file ${file} ${why}`, { cause });
  } finally {
    await rm(draft, { force: true });
  }
  return publicKey(pem);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
