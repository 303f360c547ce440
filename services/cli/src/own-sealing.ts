import { existsSync } from "node:fs";
import { join } from "node:path";
import { makeKeyFile, UnfitKeyFile } from "@anshi/ledger";
import { StartFailure } from "@anshi/runtime";

/**
 * What seals are signed with and where they are sent, unless the environment says otherwise, beside an embedded PostgreSQL: a key
 * that is made on the first start, and a directory. Rejects with StartFailure.
 */
export async function ownSealing(dataDir: string): Promise<Readonly<Record<string, string>>> {
  const file = join(dataDir, "seal.key");
  if (process.env.ANSHI_SEAL_KEY_FILE === undefined && !existsSync(file)) {
    await makeKeyFile(file).catch((cause: unknown) => {
      if (!(cause instanceof UnfitKeyFile)) throw cause;
      throw new StartFailure("directory", cause.message, "Mend that, or set ANSHI_SEAL_KEY_FILE.", { cause });
    });
  }
  return { ANSHI_SEAL_KEY_FILE: file, ANSHI_SEALS_DIR: join(dataDir, "seals") };
}
