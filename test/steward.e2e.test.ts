import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freshDatabase } from "@anshi/test-postgres";
import { root } from "@anshi/test-postgres/root";
import pg from "pg";
import { expect, it } from "vitest";
import { get } from "./support/client.js";

interface Run {
  readonly ledger: string;
  readonly job: string;
  readonly attempt: number;
  readonly outcome: string | null;
}

/** Where a service says it can be observed. */
function observedAt(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString("utf8");
      const url = /metrics at (http:[^"\s]+)\/metrics/u.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once("exit", () => reject(new Error(said)));
  });
}

it("runs a job once though three processes start at once on an empty database", {
  timeout: 120_000,
}, async () => {
  const database = await freshDatabase();
  const env = { ...process.env, ANSHI_DATABASE_URL: database.url, ANSHI_METRICS_PORT: "0" };
  const stewards = [1, 2, 3].map(() =>
    spawn(process.execPath, [join(root, "services/steward/dist/main.js")], {
      env,
      stdio: ["ignore", "ignore", "pipe"],
    }),
  );
  const urls = await Promise.all(stewards.map(observedAt));
  const client = new pg.Client(database.url);
  await client.connect();
  const runs = async (): Promise<readonly Run[]> =>
    (await client.query<Run>("select ledger, job, attempt, outcome from steward.run")).rows;
  while ((await runs()).every(({ outcome }) => outcome === null)) await sleep(50);
  expect(await runs()).toEqual([{ ledger: "*", job: "rejection-retention", attempt: 1, outcome: "done" }]);
  for (const url of urls) expect(await get(`${url}/readyz`)).toMatchObject({ ok: true });

  const codes = Promise.all(
    stewards.map((each) => new Promise((resolve) => each.once("exit", (code) => resolve(code)))),
  );
  for (const each of stewards) each.kill("SIGTERM");
  expect(await codes).toEqual([0, 0, 0]);
  await client.end();
  await database.drop();
});
