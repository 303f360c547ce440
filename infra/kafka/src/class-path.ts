import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { NoBroker } from "./no-broker.js";

const run = promisify(execFile);

const pom = fileURLToPath(new URL("../pom.xml", import.meta.url));
const OLDEST_JAVA = 17;
const goal = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath";

/**
 * The broker's class path. Maven brings the artifacts that `pom.xml` names the first time; afterwards nothing is asked of the
 * network. Rejects with NoBroker.
 */
export async function classPath(): Promise<string> {
  await checkJava();
  const digest = createHash("sha256")
    .update(await readFile(pom))
    .digest("hex")
    .slice(0, 16);
  const kept = join(dirname(pom), "node_modules", ".class-path", digest);
  const known = await readFile(kept, "utf8").catch(() => "");
  if (known !== "" && known.split(delimiter).every((file) => existsSync(file))) return known;

  const fresh = `${kept}.${process.pid}`;
  await mkdir(dirname(kept), { recursive: true });
  try {
    await run("mvn", ["-q", "-B", "-f", pom, goal, `-Dmdep.outputFile=${fresh}`], { maxBuffer: 2 ** 26 });
  } catch (error) {
    if (isMissing(error))
      throw new NoBroker("no-maven", "Maven is needed to fetch the Kafka broker: install `maven`", {
        cause: error,
      });
    const said = (error as { readonly stdout?: string }).stdout ?? "";
    throw new NoBroker(
      "no-artifacts",
      `Maven could not fetch the Kafka broker; the first start needs Maven Central:\n${said.trim()}`,
      { cause: error },
    );
  }
  await rename(fresh, kept);
  return readFile(kept, "utf8");
}

async function checkJava(): Promise<void> {
  const needed = `Java ${OLDEST_JAVA} or newer is needed to run the Kafka broker: install \`openjdk-17-jre-headless\``;
  try {
    const { stderr } = await run("java", ["-version"]);
    const major = Number(/version "(\d+)/u.exec(stderr)?.[1]);
    if (major < OLDEST_JAVA) throw new NoBroker("no-java", `${needed}; this is Java ${major}`);
  } catch (error) {
    if (isMissing(error)) throw new NoBroker("no-java", needed, { cause: error });
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return (error as { readonly code?: unknown }).code === "ENOENT";
}
