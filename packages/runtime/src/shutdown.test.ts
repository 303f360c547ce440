import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const built = fileURLToPath(new URL("../dist/index.js", import.meta.url));

/** A process that takes a moment to stop what it runs, and says when it has. */
const program = `
  import { openLog, stopOnSignal } from ${JSON.stringify(built)};
  const stop = () => new Promise((resolve) => setTimeout(() => { process.stdout.write("stopped"); resolve(); }, 2_500));
  stopOnSignal([{ stop }], openLog("silent"));
  setInterval(() => undefined, 1_000);
  process.stdout.write("up");`;

async function ended(...waits: readonly number[]): Promise<readonly [string, number | null]> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString("utf8");
  });
  await once(child.stdout, "data");
  child.kill("SIGINT");
  for (const wait of waits) setTimeout(() => child.kill("SIGINT"), wait);
  const [code] = (await once(child, "exit")) as [number | null];
  return [said, code];
}

it("takes the echo of a signal, as npm gives it, for no second one", async () => {
  expect(await ended(1)).toEqual(["upstopped", 0]);
});

it("ends at once on a second signal", async () => {
  expect(await ended(1_500)).toEqual(["up", 1]);
});
