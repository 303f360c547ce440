import { readdirSync, readFileSync } from "node:fs";

/** A process and all it started, by what /proc says now. */
export function tree(pid: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/u.test(name)) continue;
    const parent = parentOf(name);
    if (parent !== undefined) parents.set(Number(name), parent);
  }
  const below = (of: number): readonly number[] => [
    of,
    ...[...parents].filter(([, parent]) => parent === of).flatMap(([child]) => below(child)),
  ];
  return below(pid);
}

function parentOf(name: string): number | undefined {
  try {
    // The name of the program, in parentheses, may hold anything.
    const stat = readFileSync(`/proc/${name}/stat`, "utf8").replace(/^.*\) . /su, "");
    return Number(stat.split(" ")[0]);
  } catch {
    return undefined;
  }
}

/** Kills with SIGKILL; nothing when it went by itself meanwhile. */
export function killHard(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Gone.
  }
}

/** Whether the process table has it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
