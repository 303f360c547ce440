import { spawnSync } from "node:child_process";
import { appendFileSync } from "node:fs";

/** Whether Prometheus' promtool is on this machine; when not, says for the summary of the run what is left out. */
export function havePromtool(): boolean {
  const there = spawnSync("promtool", ["--version"]).status === 0;
  const { ANSHI_SKIPPED_FILE: file } = process.env;
  if (!there && file !== undefined) {
    appendFileSync(file, "tool: promtool is not installed (Debian and Ubuntu: the package prometheus)\n");
  }
  return there;
}

/** What `promtool check metrics` has to say of an exposition, a line each. */
export function checkMetrics(exposition: string): {
  /** Prometheus can read it; style aside. */
  readonly reads: boolean;
  readonly complaints: readonly string[];
} {
  const { status, stdout, stderr } = spawnSync("promtool", ["check", "metrics"], {
    input: exposition,
    encoding: "utf8",
  });
  const complaints = `${stdout}${stderr}`.split("\n").filter((line) => line !== "");
  // 3: read, with matters of style.
  return { reads: status === 0 || status === 3, complaints };
}
