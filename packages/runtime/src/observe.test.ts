import { afterAll, beforeAll, expect, it } from "vitest";
import { healthChecks } from "./health.js";
import { openLog } from "./log.js";
import { openMetrics } from "./metrics.js";
import { type Observation, observe } from "./observe.js";

const log = openLog("silent");
const metrics = openMetrics(log);
let why: string | null = null;
const observed = { health: healthChecks([{ name: "own", reason: () => why }]), metrics, log };
let observation: Observation;

beforeAll(async () => {
  metrics.gauge({ name: "anshi_own", help: "own" }).set(3);
  observation = await observe(observed, "127.0.0.1", 0);
});
afterAll(() => observation.stop());

async function ask(path: string, method = "GET") {
  const response = await fetch(`${observation.url}${path}`, { method });
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    body: await response.text(),
  };
}

it("serves the metrics", async () => {
  const { status, type, body } = await ask("/metrics?any=thing");
  expect([status, type]).toEqual([200, metrics.contentType]);
  expect(body).toContain("\nanshi_own 3\n");
});

it("is alive in any case, and ready when every check is", async () => {
  expect((await ask("/readyz")).status).toBe(200);
  why = "behind";
  const { status, body } = await ask("/readyz");
  expect([status, JSON.parse(body)]).toEqual([
    503,
    { ok: false, checks: [{ name: "own", ok: false, reason: "behind" }] },
  ]);
  expect((await ask("/healthz")).status).toBe(200);
});

it("has nothing else, and takes nothing", async () => {
  expect([(await ask("/")).status, (await ask("/metrics", "POST")).status]).toEqual([404, 405]);
  expect(await ask("/metrics", "HEAD")).toMatchObject({ status: 200, body: "" });
});

it("tells a port that is taken by cause and way out", async () => {
  const port = Number(new URL(observation.url).port);
  await expect(observe(observed, "127.0.0.1", port)).rejects.toMatchObject({
    code: "port-taken",
    wayOut: expect.stringContaining("ANSHI_METRICS_PORT"),
  });
});
