import { spawnSync } from "node:child_process";

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
