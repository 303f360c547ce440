import { pathOf } from "./find.js";
import { leaveOut } from "./leave-out.js";
import { type Tool, type ToolName, tools } from "./tools.js";

/** Whether this machine has all of these; of each that it has not, the summary of the tests says so. */
export function have(...names: readonly ToolName[]): boolean {
  const missing = names.filter((name) => missingOf(tools[name]).length > 0);
  for (const name of missing) leaveOut(`tool: ${absence(tools[name])}`);
  return missing.length === 0;
}

/** What of a tool is not there. */
export function missingOf(tool: Tool): readonly string[] {
  return tool.needs.filter((command) => pathOf(command) === undefined);
}

function absence(tool: Tool): string {
  const source =
    tool.from === "python.txt" ? "python: test/tools/python.txt" : `Debian: ${tool.from.debian.join(", ")}`;
  return `${missingOf(tool).join(" and ")} is not here, ${tool.use} (${source})`;
}
