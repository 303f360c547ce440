import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "@anshi/test-postgres/root";
import { pathOf } from "@anshi/test-tools";
import { piped } from "../support/shell.js";
import type { Stack } from "./stack.js";

/** The commands that a section of docs/deployment.md shows, in their order, without their comments. */
export function shownIn(section: string): readonly string[] {
  const page = readFileSync(join(root, "docs/deployment.md"), "utf8");
  const text = new RegExp(`^## ${section}$([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`, "mu").exec(page)?.[1] ?? "";
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gmu)]
    .flatMap(([, block = ""]) => block.split("\n"))
    .map((line) => line.replace(/\s+#.*$/u, ""))
    .filter((line) => line !== "");
}

/** Does to the stack what `docker compose` does to its containers; files of redirections lie in `directory`. */
export async function perform(
  stack: Stack,
  line: string,
  directory: string,
  all: readonly string[],
): Promise<void> {
  const [, verb = "", rest = ""] = /^docker compose (\w+) ?(.*)$/u.exec(line) ?? [];
  const words = rest.split(" ").filter((word) => word !== "" && !word.startsWith("-"));
  switch (verb) {
    case "up":
      return stack.start(...(words.length === 0 ? all : words));
    case "stop":
      return stack.stopService(rest);
    case "run":
      return void (await stack.cli(...words.slice(1)));
    case "exec": {
      const [PGHOST = "", PGPORT = ""] = stack.database.split(":");
      const command = rest.replace(/^-T postgres /u, "");
      const tools = dirname(pathOf("pg_dump") ?? "");
      await piped(["sh", "-c", `cd ${directory} && PATH=${tools}:$PATH ${command}`], "", { PGHOST, PGPORT });
      return;
    }
    default:
      throw new Error(`cannot do: ${line}`);
  }
}
