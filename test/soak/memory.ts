import { readdirSync, readFileSync } from "node:fs";

/** Memory at an instant, in bytes. */
export interface MemorySample {
  readonly at: number;
  /** Resident memory of the anshi process. */
  readonly anshi: number | undefined;
  /** What PostgreSQL's processes hold of their own; the memory they share counts in none. */
  readonly postgres: number | undefined;
  /** Open files and sockets of the anshi process. */
  readonly handles: number | undefined;
}

/** Samples memory each second until stopped. */
export interface MemoryWatch {
  readonly samples: readonly MemorySample[];
  readonly stop: () => void;
}

/** Starts sampling what the two functions name at each moment. */
export function watchMemory(anshi: () => number | undefined, postgres: () => readonly number[]): MemoryWatch {
  const samples: MemorySample[] = [];
  const timer = setInterval(() => {
    const pid = anshi();
    const server = postgres().map((each) => kilobytes(each, "RssAnon") ?? 0);
    samples.push({
      at: Date.now(),
      anshi: pid === undefined ? undefined : bytes(kilobytes(pid, "VmRSS")),
      postgres: server.length === 0 ? undefined : bytes(server.reduce((sum, each) => sum + each, 0)),
      handles: pid === undefined ? undefined : handlesOf(pid),
    });
  }, 1_000);
  return { samples, stop: () => clearInterval(timer) };
}

/** Medians of the first and of the last third of a run; nothing for fewer than three samples. */
export function thirds(
  values: readonly (number | undefined)[],
): { readonly first: number; readonly last: number } | undefined {
  const known = values.filter((value) => value !== undefined);
  const third = Math.floor(known.length / 3);
  const first = median(known.slice(0, third));
  const last = median(known.slice(known.length - third));
  return first === undefined || last === undefined ? undefined : { first, last };
}

function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

const bytes = (kilo: number | undefined): number | undefined =>
  kilo === undefined ? undefined : kilo * 1024;

function kilobytes(pid: number, field: string): number | undefined {
  try {
    const found = new RegExp(`^${field}:\\s+(\\d+) kB$`, "mu").exec(
      readFileSync(`/proc/${pid}/status`, "utf8"),
    );
    return found === null ? undefined : Number(found[1]);
  } catch {
    // It ended meanwhile.
    return undefined;
  }
}

function handlesOf(pid: number): number | undefined {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return undefined;
  }
}
