import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { BOARD_SCHEMA, figuresCheck } from "@anshi/board";
import { parseSeal, readPublicKeyFile, type Seal, type Verification, verify } from "@anshi/ledger";
import { Failure, reasonOf, WrongUse } from "../failure.js";
import { interruptible } from "../interruptible.js";
import type { CommandDefinition } from "../program.js";
import { jsonText } from "../view/json.js";
import { progressMeter } from "../view/progress-meter.js";
import { verificationLines } from "../view/verification-text.js";
import { telling } from "./keys.js";
import { dataDirOption, several, threadsOption } from "./options.js";
import { openOwnPool } from "./own-pool.js";
import { refuseMistyped } from "./refuse-mistyped.js";

interface Options {
  readonly dataDir?: string;
  readonly ledger?: string;
  readonly seal: readonly string[];
  readonly publicKey: readonly string[];
  readonly threads: number;
  readonly quiet?: true;
  readonly json?: true;
}

/** `anshi verify`: holds everything in a ledger against everything else. Opens the database itself. */
export const verifyCommand: CommandDefinition = (program, context, exit) => {
  program
    .command("verify")
    .description(
      "verify a whole ledger: bodies, columns, positions, chain, identities, seals and published figures",
    )
    .option("--ledger <id>", "the ledger (default: ANSHI_LEDGER)")
    .option("--seal <file|directory>", "seals that were kept elsewhere; may be repeated", several, [])
    .option("--public-key <file>", "the key that seals must be signed with; may be repeated", several, [])
    .addOption(threadsOption())
    .addOption(dataDirOption())
    .option("--quiet", "no progress")
    .option("--json", "the outcome as JSON")
    .action(async (options: Options) => {
      const database = await openOwnPool("verify", options, context);
      const ledger = database.ledger(options.ledger);
      const held = (await Promise.all(options.seal.map(readSeals)))
        .flat()
        .filter((seal) => seal.ledger === ledger);
      if (options.seal.length > 0 && held.length === 0)
        throw new Failure(`none of the seals given is of ledger ${ledger}`);
      const publicKeys = await Promise.all(options.publicKey.map((file) => telling(readPublicKeyFile(file))));
      const pool = database.openPool(BOARD_SCHEMA);
      const meter = progressMeter(options.quiet === true || options.json === true, context);
      const began = performance.now();
      await interruptible(async (signal) => {
        try {
          // Of one whose seals are held elsewhere it is told what is missing.
          if (held.length === 0) await refuseMistyped(pool, options.ledger, ledger);
          const verification = await verify({
            database: { url: database.url },
            ledger,
            trust: { held, publicKeys },
            checks: [figuresCheck(pool)],
            threads: options.threads,
            onProgress: ({ stage, done, of }) => meter.update({ phase: stage, ledger, done, total: of }),
            signal,
          });
          meter.stop();
          const seconds = (performance.now() - began) / 1_000;
          if (options.json) context.print(jsonText(verification));
          else tell(verification, { seconds, held, publicKeys });
          if (!verification.ok) exit(1);
        } catch (error) {
          meter.stop();
          if (error instanceof WrongUse) throw error;
          if (!signal.aborted) throw new Failure(`the verification came to no end: ${reasonOf(error)}`);
          context.complain("anshi: interrupted");
          exit(1);
        } finally {
          await pool.end();
        }
      });
    });

  const tell = (
    verification: Verification,
    by: { readonly seconds: number; readonly held: readonly Seal[]; readonly publicKeys: readonly string[] },
  ): void => {
    const { summary, findings } = verificationLines(verification, by);
    for (const line of findings) context.complain(line);
    for (const line of summary) context.print(line);
  };
};

/** The seals of a file, or of the files of a directory. */
async function readSeals(path: string): Promise<readonly Seal[]> {
  try {
    const isDirectory = (await stat(path)).isDirectory();
    const names = isDirectory
      ? (await readdir(path)).filter((name) => name.endsWith(".seal.json")).sort()
      : [];
    const files = isDirectory ? names.map((name) => join(path, name)) : [path];
    return await Promise.all(
      files.map(async (file) => {
        const seal = parseSeal(await readFile(file, "utf8"));
        if (seal === undefined) throw new Failure(`${file} holds no seal`);
        return seal;
      }),
    );
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`${path} cannot be read: ${reasonOf(error)}`);
  }
}
