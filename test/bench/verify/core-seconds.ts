import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Ticks a second of Linux' accounting. */
const TICKS = 100;

/** Seconds of a core that this process and the connections that have ended of the server in a data directory took so far. */
export function coreSeconds(directory: string): number {
  const [pid = ""] = readFileSync(join(directory, "postmaster.pid"), "utf8").split("\n");
  // The name, in brackets, may hold spaces; after it the 14th and 15th fields on are times of the children.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  const server = (Number(fields[13]) + Number(fields[14])) / TICKS;
  const { user, system } = process.cpuUsage();
  return server + (user + system) / 1e6;
}
