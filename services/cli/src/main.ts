import { boardCommand } from "./commands/board.js";
import { caseCommand } from "./commands/case.js";
import { configCommand } from "./commands/config.js";
import { importCommand } from "./commands/import.js";
import { upCommand } from "./commands/up.js";
import { processContext } from "./context.js";
import { run } from "./program.js";

const commands = [upCommand, importCommand, boardCommand, caseCommand, configCommand];

// A reader that has seen enough (`anshi board | head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});

process.exitCode = await run(commands, process.argv.slice(2), processContext());
