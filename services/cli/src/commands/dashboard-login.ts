import { readFileSync } from "node:fs";
import { DASHBOARD_ROLE, makeDashboardLogin, UnfitLogin } from "@anshi/board";
import { Failure, reasonOf } from "../failure.js";
import type { CommandDefinition } from "../program.js";
import { dataDirOption } from "./options.js";
import { openOwnPool } from "./own-pool.js";

interface Options {
  readonly passwordFile: string;
  readonly dataDir?: string;
  readonly json?: true;
}

/** `anshi dashboard-login`: a login that reads the board and nothing else, for Grafana. Opens the database itself. */
export const dashboardLoginCommand: CommandDefinition = (program, context) => {
  program
    .command("dashboard-login")
    .description("make a database login that may read the board and nothing else, or change its password")
    .argument("[name]", "of the login", "grafana")
    .requiredOption("--password-file <file>", "that holds its password; - is stdin")
    .addOption(dataDirOption())
    .option("--json", "as JSON")
    .action(async (name: string, options: Options) => {
      const password = readPassword(options.passwordFile);
      const { openPool } = await openOwnPool("dashboard-login", options, context);
      const pool = openPool("public");
      try {
        const isNew = await makeDashboardLogin(pool, name, password);
        context.print(
          options.json
            ? JSON.stringify({ login: name, role: DASHBOARD_ROLE, new: isNew })
            : `${name} may read the board, and nothing else${isNew ? "" : "; its password is changed"}.`,
        );
      } catch (error) {
        throw error instanceof UnfitLogin ? new Failure(error.message) : error;
      } finally {
        await pool.end();
      }
    });
};

/** The file's first line: editors end it with a line feed. */
function readPassword(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8").split(/\r?\n/u)[0] ?? "";
  } catch (error) {
    throw new Failure(`the password cannot be read: ${reasonOf(error)}`);
  }
}
