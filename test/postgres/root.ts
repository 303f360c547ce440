import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the checkout, from the sources and from what is built of them. */
export const root = climb(dirname(fileURLToPath(import.meta.url)));

function climb(directory: string): string {
  if (existsSync(join(directory, "pnpm-workspace.yaml"))) return directory;
  if (dirname(directory) === directory) throw new Error("this is no checkout");
  return climb(dirname(directory));
}
