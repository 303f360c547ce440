import { spawnSync } from "node:child_process";
import { appendFileSync } from "node:fs";

/** Whether this machine can run a broker; when not, says for the summary of the tests what is left out. */
export function haveBroker(): boolean {
  const missing = ["java", "mvn"].filter((program) => !runs(program, "-version"));
  if (missing.length > 0)
    leaveOut(`tool: ${missing.join(" and ")} for the Kafka broker (Debian: default-jre-headless, maven)`);
  return missing.length === 0;
}

/** Whether Debian's Kafka client is here, to send what the project's own producers do not; when not, says so too. */
export function haveKcat(): boolean {
  const there = runs("kcat", "-V");
  if (!there) leaveOut("tool: kcat is not installed (Debian: kcat)");
  return there;
}

function runs(program: string, flag: string): boolean {
  return spawnSync(program, [flag], { stdio: "ignore" }).status === 0;
}

function leaveOut(reason: string): void {
  const { ANSHI_SKIPPED_FILE: file } = process.env;
  if (file !== undefined) appendFileSync(file, `${reason}\n`);
}
