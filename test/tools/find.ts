import { existsSync, readdirSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = rootOf(dirname(fileURLToPath(import.meta.url)));

/** Python's packages that tests call, each with its version. */
export const requirements = join(root, "test/tools/python.txt");

/** Where they are installed. */
export const pythonDirectory = join(root, "node_modules/.cache/anshi-python");

/** The path of a command or file that a test calls; `undefined` when this machine has none. */
export function pathOf(command: string): string | undefined {
  if (isAbsolute(command)) return existsSync(command) ? command : undefined;
  return directories()
    .map((directory) => join(directory, command))
    .find((path) => existsSync(path));
}

/** Debian keeps a PostgreSQL server's programs off the PATH. */
function directories(): readonly string[] {
  const postgres = "/usr/lib/postgresql";
  const versions = existsSync(postgres) ? readdirSync(postgres).sort((a, b) => Number(b) - Number(a)) : [];
  return [
    ...(process.env.PATH ?? "").split(delimiter),
    join(pythonDirectory, "bin"),
    ...versions.map((version) => join(postgres, version, "bin")),
  ];
}

function rootOf(directory: string): string {
  return existsSync(join(directory, "pnpm-workspace.yaml")) ? directory : rootOf(dirname(directory));
}
