import { readConfig, StartFailure, startFailureText } from "@anshi/runtime";
import type { CommandDefinition } from "../program.js";

/** `anshi config`: every variable with its value, default and origin; secrets are masked. */
export const configCommand: CommandDefinition = (program, context, exit) => {
  program
    .command("config")
    .description("list the configuration with defaults and origin")
    .option("--json", "as JSON")
    .action(({ json }: { json?: boolean }) => {
      try {
        context.print(configText(context.env, json === true));
      } catch (error) {
        if (!(error instanceof StartFailure)) throw error;
        context.complain(startFailureText(error).trimEnd());
        exit(1);
      }
    });
};

function configText(env: Readonly<Record<string, string | undefined>>, json: boolean): string {
  const rows = readConfig(env).describe();
  if (json) return JSON.stringify(rows, null, 2);
  const width = Math.max(...rows.map(({ name }) => name.length));
  return rows
    .map(({ name, value, origin, file, meaning }) => {
      const from = { default: "", environment: "  (from the environment)", file: `  (from ${file})` }[origin];
      const means = file === null ? meaning : `${meaning}; or ${file} names a file that holds it`;
      return `${name.padEnd(width)}  ${value ?? "–"}${from}\n${" ".repeat(width)}  ${means}`;
    })
    .join("\n");
}
