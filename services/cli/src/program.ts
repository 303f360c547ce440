import { Command, CommanderError } from "commander";
import type { Context } from "./context.js";
import { Failure, WrongUse } from "./failure.js";

/** 0 done, 1 a check failed or something was rejected, 2 wrong use. */
export type ExitCode = 0 | 1 | 2;

/** Adds one command to the program; its action reports any exit code but 0 by `exit`. */
export type CommandDefinition = (program: Command, context: Context, exit: (code: ExitCode) => void) => void;

/**
 * Runs the command line `words` (without `node` and the script) and answers its exit code. Never rejects for wrong use or a
 * failure a user can read; both are printed on stderr in one line.
 */
export async function run(
  definitions: readonly CommandDefinition[],
  words: readonly string[],
  context: Context,
): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = new Command("anshi")
    .description("Deadlines of market supervision: import facts, read the board and single cases (按时)")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.print(text.trimEnd()),
      writeErr: (text) => context.complain(text.trimEnd()),
    })
    .showHelpAfterError("(anshi help lists the commands, anshi help COMMAND its options)")
    .addHelpText(
      "after",
      "\nEnvironment: ANSHI_URL where the service is (http://127.0.0.1:8417), ANSHI_TOKEN bearer token",
    );
  for (const define of definitions) {
    define(program, context, (reported) => {
      code = reported;
    });
  }
  try {
    await program.parseAsync([...words], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof WrongUse) {
      context.complain(`anshi: ${error.message}`);
      return 2;
    }
    if (error instanceof Failure) {
      context.complain(`anshi: ${error.message}`);
      return 1;
    }
    throw error;
  }
}
