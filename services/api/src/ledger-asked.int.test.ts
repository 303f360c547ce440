import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApi, testApi } from "./testing.js";

let api: TestApi;
beforeAll(async () => {
  api = await testApi({ ANSHI_LEDGER_ZONES: "boston=America/New_York" });
  await send("begun", {
    ...{ specversion: "1.0", id: "1", source: "urn:test", type: "io.anshi.complaint.received.v1" },
    ...{ subject: "C-1", time: "2026-03-02T09:00:00+08:00", data: { unit: "320902" } },
  });
  await send("refused", { nothing: "of an event" });
});
afterAll(() => api.close());

const send = (ledger: string, message: unknown) =>
  fetch(`${api.url}/v1/events?ledger=${ledger}`, {
    method: "POST",
    headers: { "content-type": "application/cloudevents+json" },
    body: JSON.stringify(message),
  });

async function asked(path: string, method = "GET", body?: object) {
  const stop = new AbortController();
  const response = await fetch(`${api.url}/v1${path}`, {
    method,
    signal: stop.signal,
    ...(body === undefined
      ? {}
      : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") ?? false;
  const answer = isStream ? {} : ((await response.json()) as { code?: string; detail?: string });
  stop.abort();
  return { status: response.status, ...answer };
}

const reads = [
  ...["/board?", "/cases?", "/cases?state=parked&", "/units?", "/calendar?", "/diff?knownAt=0&", "/stream?"],
  ...["/publications?", "/rejections?", "/rejections?code=not-json&"],
];

it.each([
  ...reads,
  ...["/cases/complaint/C-1?", "/cases/complaint/C-1/evidence?", "/publications/2026-03?"],
  ...["/publications/2026-03/recompute?", "/publications/2026-03/report?"],
  "/publications/2026-03/figures/2026-03.1:19.1:320902/evidence?",
])("GET %s is refused of a ledger that there is not", async (path) => {
  expect(await asked(`${path}ledger=nope`)).toMatchObject({
    ...{ status: 400, code: "bad-parameter", detail: "ledger: nope holds no event" },
  });
});

it.each(reads)("GET %s answers of ledgers configured and begun, whatever they hold", async (path) => {
  for (const ledger of ["3209", "boston", "begun"])
    expect(await asked(`${path}ledger=${ledger}`)).toMatchObject({ status: 200 });
});

it("publishes nothing into a ledger that there is not", async () => {
  expect(await asked("/publications?ledger=nope", "POST", { period: "2026-03" })).toMatchObject({
    ...{ status: 400, detail: "ledger: nope holds no event" },
  });
  const { items } = (await asked("/ledgers")) as { readonly items?: readonly { ledger: string }[] };
  expect(items?.map(({ ledger }) => ledger)).toEqual(["3209", "boston", "begun"]);
});

it("tells what was refused of a ledger that took nothing yet", async () => {
  expect(await asked("/rejections?ledger=refused")).toMatchObject({ status: 200, items: [{ number: "1" }] });
  expect(await asked("/rejections?ledger=refused&code=not-json")).toMatchObject({ status: 200, items: [] });
});

it.each(["seals", "verification"])("…/%s is not found of a ledger that there is not", async (what) => {
  expect(await asked(`/ledgers/nope/${what}`)).toMatchObject({
    ...{ status: 404, code: "not-found", detail: "there is no such ledger: nope holds no event" },
  });
  expect((await asked(`/ledgers/boston/${what}`)).status).toBe(200);
});
