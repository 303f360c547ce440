import { spawn } from "node:child_process";
import { root } from "@anshi/test-postgres/root";

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
