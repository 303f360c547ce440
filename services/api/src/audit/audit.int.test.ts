import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  isConsistent,
  isSigned,
  leafHash,
  makeKeyFile,
  readSeal,
  rootByInclusion,
  sealJson,
} from "@anshi/ledger";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApi, testApi } from "../testing.js";

let api: TestApi;
let keyless: TestApi;
let directory: string;
let key: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "anshi-audit-"));
  const file = join(directory, "seal.key");
  key = await makeKeyFile(file);
  api = await testApi({ ANSHI_SEAL_KEY_FILE: file });
  keyless = await testApi();
});
afterAll(async () => {
  await Promise.all([api?.close(), keyless?.close()]);
  await rm(directory, { recursive: true });
});

type Body = Readonly<Record<string, never>> & { readonly [name: string]: unknown };

async function ask(
  path: string,
  method = "GET",
  body?: object,
  of = api,
): Promise<{ readonly status: number; readonly body: Body }> {
  const response = await fetch(`${of.url}/v1/ledgers/3209${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

async function post(of: TestApi, ...ids: readonly string[]): Promise<void> {
  const events = ids.map((id) => ({
    ...{ specversion: "1.0", id, source: "urn:test", type: "io.anshi.dispatch.issued.v1", subject: id },
    ...{ time: "2026-03-02T09:00:00+08:00", data: { unit: "320902" } },
  }));
  const headers = { "content-type": "application/cloudevents-batch+json" };
  await fetch(`${of.url}/v1/events`, { method: "POST", headers, body: JSON.stringify(events) });
}

/** The events of a verification, each with its data. */
async function verification(query = ""): Promise<readonly { readonly event: string; readonly data: Body }[]> {
  const response = await fetch(`${api.url}/v1/ledgers/3209/verification${query}`);
  expect([response.status, response.headers.get("content-type")]).toEqual([
    200,
    "text/event-stream; charset=utf-8",
  ]);
  return (await response.text())
    .split("\n\n")
    .filter((part) => part !== "")
    .map((part) => {
      const [, event = "", data = ""] = /^event: (.*)\ndata: (.*)$/u.exec(part) ?? [];
      return { event, data: JSON.parse(data) as Body };
    });
}

it("seals the head on demand, once, and lists seals the newest first", async () => {
  expect((await ask("/seals", "POST")).status).toBe(404);
  await post(api, "D1", "D2", "D3");
  const first = await ask("/seals", "POST");
  expect(first).toMatchObject({
    status: 201,
    body: { ledger: "3209", number: "1", position: "3", count: "3", key, previous: null },
  });
  expect(await ask("/seals", "POST")).toEqual({ ...first, status: 200 });
  await post(api, "D4", "D5");
  const second = await ask("/seals", "POST", {});
  expect(second).toMatchObject({ status: 201, body: { number: "2", position: "5" } });
  const seal = readSeal(second.body);
  expect(seal !== undefined && isSigned(seal)).toBe(true);

  const page = await ask("/seals?limit=1");
  expect(page.body).toEqual({ items: [second.body], next: "2" });
  expect((await ask("/seals?limit=1&cursor=2")).body).toEqual({ items: [first.body], next: null });
  expect((await ask("")).body).toMatchObject({ position: "5", lastSeal: second.body });
});

it("says why it cannot seal", async () => {
  await post(keyless, "D1");
  expect(await ask("/seals", "POST", undefined, keyless)).toMatchObject({
    status: 409,
    body: { code: "cannot-seal", detail: expect.stringMatching(/ANSHI_SEAL_KEY_FILE/u) },
  });
  expect((await ask("", "GET", undefined, keyless)).body).toMatchObject({ lastSeal: null });
  expect(await ask("/seals", "POST", { nextKey: "short" })).toMatchObject({
    status: 400,
    body: { code: "bad-parameter" },
  });
  expect(await ask("/seals", "POST", { other: 1 })).toMatchObject({
    status: 400,
    body: { code: "unknown-parameter" },
  });
});

it("proves an event in a seal, and a seal to extend another", async () => {
  const { body } = await ask("/proof?position=2");
  const seal = readSeal(body.seal);
  const path = body.path as unknown as readonly string[];
  expect(rootByInclusion(leafHash(body.hash as unknown as string), 1n, 5n, path)).toBe(seal?.root);
  const older = (await ask("/proof?position=2&seal=1")).body;
  expect(rootByInclusion(leafHash(older.hash as unknown as string), 1n, 3n, older.path as never)).toBe(
    readSeal(older.seal)?.root,
  );

  const extension = (await ask("/proof?from=1&to=2")).body;
  const [from, to] = [readSeal(extension.from), readSeal(extension.to)];
  expect(isConsistent(3n, from?.root ?? "", 5n, to?.root ?? "", extension.path as never)).toBe(true);

  for (const [query, status, code] of [
    ["", 400, "bad-parameter"],
    ["?position=2&from=1", 400, "bad-parameter"],
    ["?position=9", 404, "not-found"],
    ["?position=0", 404, "not-found"],
    ["?position=4&seal=1", 409, "not-sealed"],
    ["?position=4&seal=7", 404, "not-found"],
    ["?from=2&to=1", 400, "bad-parameter"],
  ] as const)
    expect([query, await ask(`/proof${query}`)]).toMatchObject([query, { status, body: { code } }]);
});

it("verifies, tells how it gets on, and ends with what it came to – also against a seal that is held", async () => {
  const events = await verification();
  expect(new Set(events.slice(0, -1).map(({ event }) => event))).toEqual(new Set(["progress"]));
  expect(events.filter(({ data }) => (data.stage as unknown) === "events").at(-1)?.data).toEqual({
    stage: "events",
    done: 5,
    of: 5,
  });
  expect(events.at(-1)).toEqual({
    event: "result",
    data: {
      ...{ ok: true, ledger: "3209", position: "5", sealed: "5", key, found: 0, findings: [] },
      checked: { events: 5, batches: 2, seals: 2, figures: 0 },
    },
  });

  const held = (await ask("/seals")).body.items as unknown as readonly object[];
  const first = readSeal(held[1]);
  const asQuery = (text: string): string => `?seal=${Buffer.from(text).toString("base64url")}`;
  expect(
    (await verification(asQuery(first === undefined ? "" : sealJson(first)))).at(-1)?.data,
  ).toMatchObject({ ok: true });

  const owner = new pg.Pool({ connectionString: api.database.url });
  await owner.query(
    "alter table ledger.seal disable trigger append_only; delete from ledger.seal where number = 1",
  );
  await owner.end();
  expect(
    (await verification(asQuery(first === undefined ? "" : sealJson(first)))).at(-1)?.data,
  ).toMatchObject({
    ok: false,
    findings: [
      { code: "seal-missing", position: "1" },
      { code: "seal-held", position: "1" },
    ],
  });
  expect(await ask("/verification?seal=AAAA")).toMatchObject({
    status: 400,
    body: { code: "bad-parameter" },
  });
  const other = first === undefined ? "" : sealJson({ ...first, ledger: "3210" as never });
  expect(await ask(`/verification${asQuery(other)}`)).toMatchObject({ status: 400 });
});

it("tells how far the ledger is sealed and what the last verification found, as metrics", async () => {
  const metric = async (name: string): Promise<number | undefined> => {
    const text = await (await fetch(`${api.url}/metrics`)).text();
    const value = new RegExp(`^${name}\\{ledger="3209"\\} (\\S+)$`, "mu").exec(text)?.[1];
    return value === undefined ? undefined : Number(value);
  };
  expect(await metric("anshi_seal_waiting_seconds")).toBe(0);
  await post(api, "D6");
  expect(await metric("anshi_seal_position")).toBe(5);
  expect(await metric("anshi_seal_unsealed_events")).toBe(1);
  expect(await metric("anshi_seal_waiting_seconds")).toBeGreaterThan(0);
  expect(await metric("anshi_seal_timestamp_seconds")).toBeGreaterThan(1_700_000_000);
  expect(await metric("anshi_verification_findings")).toBeUndefined();

  const owner = new pg.Pool({ connectionString: api.database.url });
  await owner.query(`
    create schema steward;
    create table steward.run (ledger text, job text, period text, started_at timestamptz, finished_at timestamptz, outcome text, detail jsonb);
    grant usage on schema steward to anshi_reader; grant select on steward.run to anshi_reader;
    insert into steward.run values
      ('3209', 'verify', '2026-11-15', '2026-11-15Z', '2026-11-15T04:00:00Z', 'done', '{"position": "4", "found": 0}'),
      ('3209', 'verify', '2026-11-22', '2026-11-22Z', '2026-11-22T04:00:00Z', 'done', '{"position": "5", "found": 2}')`);
  await owner.end();
  expect(await metric("anshi_verification_findings")).toBe(2);
  expect(await metric("anshi_verification_position")).toBe(5);
  expect(await metric("anshi_verification_timestamp_seconds")).toBe(1_795_320_000);
});
