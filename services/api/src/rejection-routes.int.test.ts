import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApi, testApi } from "./testing.js";

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());

const call = async (method: string, path: string) => {
  const response = await fetch(`${api.url}${path}`, { method });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const post = async (body: string, type = "application/cloudevents+json", ledger = "3209") => {
  const response = await fetch(`${api.url}/v1/events?ledger=${ledger}`, {
    method: "POST",
    headers: { "content-type": type },
    body,
  });
  return (await response.json()) as { readonly accepted: number; readonly rejected: readonly object[] };
};
const event = (id: string, own: object = {}): string =>
  JSON.stringify({
    ...{ specversion: "1.0", id, source: "urn:test", type: "io.anshi.complaint.received.v1" },
    ...{ subject: id, time: "2026-01-05T09:00:00+08:00", data: { unit: "320902" }, ...own },
  });
const items = async (ledger: string) =>
  (await call("GET", `/v1/rejections?ledger=${ledger}`)).body.items as readonly Record<string, unknown>[];
/** Keeps a message as refused although it is good, as one that an older version did not know. */
const keep = async (text: string, ledger: string): Promise<void> => {
  const client = new pg.Client({ connectionString: api.database.url });
  await client.connect();
  await client.query(
    `select ledger.reject($1, 'http', now(), interval '90 days', '{o}', '{unknown-type}', '{m}', '{/type}',
       array['[]'::jsonb], '{null}', '{null}', array[$2::bytea])`,
    [ledger, Buffer.from(text)],
  );
  await client.end();
};

it("takes what is good by now, erases its bytes and says so", async () => {
  await keep(event("late"), "good");
  expect((await call("GET", "/v1/rejections/1?ledger=good")).body).toMatchObject({
    ...{ number: "1", code: "unknown-type", disposal: null, payload: { text: event("late") } },
  });
  const redriven = await call("POST", "/v1/rejections/1/redrive?ledger=good");
  expect(redriven).toMatchObject({
    status: 200,
    body: { ledger: "good", accepted: 1, duplicates: 0, position: "1", rejected: [] },
  });
  expect((await call("GET", "/v1/rejections/1?ledger=good")).body).toMatchObject({
    ...{ disposal: "redriven", disposedAt: expect.any(String), payload: null },
  });
  const again = await call("POST", "/v1/rejections/1/redrive?ledger=good");
  expect(again).toMatchObject({ status: 410, body: { code: "payload-erased" } });
  expect(String(again.body.detail)).toContain("they were redriven at");
});

it("counts what is there already as a duplicate, and erases it too", async () => {
  await post(event("there"), undefined, "twice");
  await keep(event("there"), "twice");
  expect((await call("POST", "/v1/rejections/1/redrive?ledger=twice")).body).toMatchObject({
    ...{ accepted: 0, duplicates: 1 },
  });
  expect(await items("twice")).toMatchObject([{ disposal: "redriven" }]);
});

it("keeps what is refused again, once", async () => {
  await post(event("bad", { data: { unit: "320902", phone: "0" } }), undefined, "bad");
  await post("{", undefined, "bad");
  await post(event("first"), undefined, "bad");
  await post(event("first", { subject: "other" }), undefined, "bad");
  const codes = ["unexpected-field", "not-json", "conflicting-duplicate"];
  for (const [nth, code] of codes.entries()) {
    const { status, body } = await call("POST", `/v1/rejections/${nth + 1}/redrive?ledger=bad`);
    expect([status, body.accepted, body.rejected]).toEqual([200, 0, [expect.objectContaining({ code })]]);
  }
  expect((await items("bad")).map(({ code, disposal }) => [code, disposal])).toEqual(
    codes.map((code) => [code, null]),
  );
});

it("takes the good members of a batch and keeps the whole of it while one is bad", async () => {
  const batch = `[${event("one")}, ${event("two", { time: "soon" })}]`;
  await keep(batch, "batch");
  const { body } = await call("POST", "/v1/rejections/1/redrive?ledger=batch");
  expect(body).toMatchObject({ accepted: 1, rejected: [{ index: 1, id: "two", code: "invalid-attribute" }] });
  expect((await call("GET", "/v1/rejections/1?ledger=batch")).body).toMatchObject({
    payload: { text: batch },
  });
});

it("does not take an empty batch for one that was accepted", async () => {
  await post("[]", undefined, "empty");
  const { status, body } = await call("POST", "/v1/rejections/1/redrive?ledger=empty");
  expect([status, body.accepted]).toEqual([200, 0]);
  expect(await items("empty")).toMatchObject([{ code: "not-cloudevent", disposal: null }]);
});

it("erases by hand, once", async () => {
  await post("{", undefined, "purge");
  expect(await call("DELETE", "/v1/rejections/1/payload?ledger=purge")).toMatchObject({
    ...{ status: 200, body: { number: "1", disposal: "purged" } },
  });
  expect((await call("DELETE", "/v1/rejections/1/payload?ledger=purge")).status).toBe(410);
  expect(await items("purge")).toMatchObject([{ code: "not-json", disposal: "purged" }]);
});

it("knows no other numbers", async () => {
  for (const number of ["0", "99", "x", "1e3"]) {
    expect([number, (await call("GET", `/v1/rejections/${number}`)).status]).toEqual([number, 404]);
    expect([number, (await call("POST", `/v1/rejections/${number}/redrive`)).status]).toEqual([number, 404]);
  }
});
