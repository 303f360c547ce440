import { boardCommand } from "./commands/board.js";
import { caseCommand } from "./commands/case.js";
import { importCommand } from "./commands/import.js";
import { processContext } from "./context.js";
import { run } from "./program.js";

const commands = [
  importCommand, //
  boardCommand,
  caseCommand,
];

// A reader that has seen enough (`anshi board | head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});

process.exitCode = await run(commands, process.argv.slice(2), processContext());
