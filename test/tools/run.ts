import { spawnSync } from "node:child_process";

/** Runs a command quietly; whether it succeeded. */
export function runs(command: readonly string[]): boolean {
  const [program = "", ...args] = command;
  return spawnSync(program, args, { stdio: "ignore" }).status === 0;
}
