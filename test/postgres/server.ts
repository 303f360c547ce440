import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startCluster } from "./cluster.js";

/**
 * The URL of the run's one server, whose state is kept in `directory`. The first test that asks starts it, so that a run
 * of unit tests starts none; tests of other processes meanwhile wait. ANSHI_TEST_DATABASE_URL names a server instead.
 */
export async function serverUrl(directory: string): Promise<string> {
  const { ANSHI_TEST_DATABASE_URL: given } = process.env;
  if (given !== undefined && given !== "") return given;
  const answer = join(directory, "url");
  if (await isFirst(directory)) {
    const text = await startCluster(directory, { durable: false }).catch(
      (error: unknown) => `failed: ${String(error)}`,
    );
    await writeFile(`${answer}.new`, text);
    // Renamed, so that nobody reads half of it.
    await rename(`${answer}.new`, answer);
  }
  for (;;) {
    const text = await readFile(answer, "utf8").catch(() => undefined);
    if (text?.startsWith("failed: ")) throw new Error(text);
    if (text !== undefined) return text;
    await sleep(50);
  }
}

/** Making a directory succeeds for one process only. */
async function isFirst(directory: string): Promise<boolean> {
  try {
    await mkdir(join(directory, "starting"));
    return true;
  } catch {
    return false;
  }
}
