import { spawn, spawnSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { root } from "@anshi/test-postgres/root";

/** Whether curl is here, which the pages show; when not, says for the summary of the tests what is left out. */
export function haveCurl(): boolean {
  const isThere = spawnSync("curl", ["--version"], { stdio: "ignore" }).status === 0;
  const { ANSHI_SKIPPED_FILE: file } = process.env;
  if (!isThere && file !== undefined) appendFileSync(file, "tool: curl is not installed (Debian: curl)\n");
  return isThere;
}

/** Runs a program on a text in the repository's root; rejects with what it said when it fails. */
export function piped(
  program: readonly [string, ...string[]],
  text: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const [name, ...args] = program;
  const child = spawn(name, args, { cwd: root, env: { ...process.env, ...env } });
  let [said, complained] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString("utf8");
  });
  child.stderr.on("data", (chunk: Buffer) => {
    complained += chunk.toString("utf8");
  });
  child.stdin.end(text);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve(said) : reject(new Error(`${name} ended with ${code}: ${complained}\n${text}`)),
    );
  });
}
