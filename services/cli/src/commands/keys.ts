import { makeKeyFile, publicKeyFile, readPublicKeyFile, UnfitKeyFile } from "@anshi/ledger";
import { Failure } from "../failure.js";
import type { CommandDefinition } from "../program.js";

/** `anshi keys`: the keys that seals are signed with. */
export const keysCommand: CommandDefinition = (program, context) => {
  const command = program.command("keys").description("the keys that seals are signed with");
  command
    .command("new")
    .description("make a key: the private one in FILE, for its owner alone, the public one in FILE.pub")
    .argument("<file>", "where it is to be; a file that is there stays")
    .option("--json", "as JSON")
    .action(async (file: string, { json }: { readonly json?: true }) => {
      const key = await telling(makeKeyFile(file));
      const pub = publicKeyFile(file);
      context.print(
        json
          ? JSON.stringify({ key, privateKeyFile: file, publicKeyFile: pub })
          : `${key}\nThe private key is in ${file} (ANSHI_SEAL_KEY_FILE). Give ${pub} to whoever is to verify.`,
      );
    });
  command
    .command("show")
    .description("print a public key as seals name it")
    .argument("<file>", "of a public or a private key")
    .action(async (file: string) => context.print(await telling(readPublicKeyFile(file))));
};

/** A key file that cannot be used as a failure that is told in a line. */
export async function telling<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof UnfitKeyFile ? new Failure(error.message) : error;
  }
}
