import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { freshDatabase } from "@anshi/test-postgres";
import { root } from "@anshi/test-postgres/root";
import { expect, it } from "vitest";
import { figure, get, post, projected } from "./support/client.js";
import { syntheticEvents } from "./support/synthetic.js";

/** A service as a process of its own, from its built entry. */
function service(name: string, env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, [join(root, "services", name, "dist/main.js")], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once("exit", (code) => resolve(code)));
}

/** The address a service logs after the words given. */
function address(child: ChildProcess, words: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString("utf8");
      const url = new RegExp(`${words} (http:[^"\\s]+)`, "u").exec(said)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once("exit", () => reject(new Error(said)));
  });
}

it("runs the services one by one against a PostgreSQL of its own", { timeout: 120_000 }, async () => {
  const database = await freshDatabase();
  const env = { ANSHI_DATABASE_URL: database.url, ANSHI_PORT: "0", ANSHI_METRICS_PORT: "0" };
  const api = service("api", env);
  const projectors = [service("projector", env), service("projector", env)];
  const observed = Promise.all(projectors.map((each) => address(each, "metrics at")));
  const url = await address(api, "listening at");
  const events = syntheticEvents(300, 3);
  const { accepted, position } = await post(url, events);
  expect(accepted).toBe(300);
  await projected(url, "3209", BigInt(position));
  const counted = await figure(url, { measure: "19.1", unit: "3209", asOf: "2027-03-01T00:00:00+08:00" });
  const dispatches = events.filter(
    (event) => "type" in event && String(event.type).includes("dispatch.issued"),
  );
  expect(counted.kept + counted.late + counted.overdue + counted.pending).toBe(dispatches.length);
  expect(await get(`${url}/readyz`)).toMatchObject({ ok: true });
  const carried: number[] = [];
  for (const metrics of await observed) {
    expect(await get(metrics.replace("/metrics", "/readyz"))).toMatchObject({ ok: true });
    const exposition = await (await fetch(metrics)).text();
    carried.push(Number(/^anshi_projection_batch_events_sum\{.*\} (\d+)$/mu.exec(exposition)?.[1] ?? 0));
  }
  // One of the two projectors holds the ledger, and has carried all of it.
  expect(carried.sort()).toEqual([0, 300]);

  const all = [api, ...projectors];
  const codes = Promise.all(all.map(ended));
  for (const each of all) each.kill("SIGTERM");
  expect(await codes).toEqual([0, 0, 0]);
  await database.drop();
});

it("tells a database that cannot be reached by cause and way out, in lines and not in a stack", async () => {
  const api = service("api", {
    ANSHI_DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
    ANSHI_LOG_LEVEL: "silent",
  });
  let said = "";
  api.stderr?.on("data", (chunk: Buffer) => {
    said += chunk.toString("utf8");
  });
  expect(await ended(api)).toBe(1);
  expect(said).toContain("anshi cannot start: ");
  expect(said).toContain("ECONNREFUSED");
  expect(said).toContain("Check ANSHI_DATABASE_URL");
  expect(said).not.toContain("    at ");
});
