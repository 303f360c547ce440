import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pythonDirectory, requirements } from "./find.js";
import { runs } from "./run.js";

const stamp = join(pythonDirectory, "installed.txt");

/** Whether what `python.txt` lists is installed as it stands there. */
export function isPythonInstalled(): boolean {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === readFileSync(requirements, "utf8");
}

/** Whether this machine's Python can make an environment; Debian keeps that in a package of its own. */
export function canMakeEnvironment(): boolean {
  return runs(["python3", "-c", "import ensurepip, venv"]);
}

/** Installs what `python.txt` lists into an environment of its own; whether it succeeded. */
export function installPython(): boolean {
  rmSync(pythonDirectory, { recursive: true, force: true });
  const isInstalled =
    runs(["python3", "-m", "venv", pythonDirectory]) &&
    runs([join(pythonDirectory, "bin/pip"), "install", "--quiet", "--no-deps", "-r", requirements]);
  if (isInstalled) writeFileSync(stamp, readFileSync(requirements));
  return isInstalled;
}
