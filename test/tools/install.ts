import { installDebian } from "./debian.js";
import { missingOf } from "./have.js";
import { canMakeEnvironment, installPython, isPythonInstalled } from "./python.js";
import { type Tool, tools } from "./tools.js";

/**
 * Installs what the tests need and this machine has not: Debian's packages where the user may, Python's into node_modules. Says in a
 * line each what it did or could not do; it never fails, for each test says itself what it had to leave out.
 */
export function installTools(say: (line: string) => void): void {
  const missing = (Object.values(tools) as readonly Tool[]).filter((tool) => missingOf(tool).length > 0);
  const debian = missing.flatMap(({ from }) => (from === "python.txt" ? [] : from.debian));
  const python = isPythonInstalled() || canMakeEnvironment() ? [] : ["python3", "python3-venv"];
  if (debian.length + python.length > 0) {
    const services = missing.flatMap((tool) => tool.services ?? []);
    say(installDebian([...debian, ...python], services));
  }
  if (!isPythonInstalled()) {
    say(
      installPython()
        ? "installed the tools of test/tools/python.txt"
        : "could not install test/tools/python.txt",
    );
  }
}
