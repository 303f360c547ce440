import { BOARD_SCHEMA, projection } from "@anshi/board";
import { ruleSet, zone } from "@anshi/domain";
import type { LedgerId } from "@anshi/ledger";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApi, testApi } from "./testing.js";

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
  const event = (kind: string, act: string, subject: string, data: object) => ({
    ...{ specversion: "1.0", id: `${subject}/${act}`, source: "urn:test", subject, data },
    ...{ type: `io.anshi.${kind}.${act}.v1`, time: "2026-01-01T10:00:00+08:00" },
  });
  const events = [
    event("unit", "registered", "320902", { id: "320902", name: "亭湖区", parent: "320900" }),
    event("unit", "registered", "320900", { id: "320900", name: "盐城市" }),
    event("calendar", "published", "cn-2027", {
      ...{ year: 2027, off: ["2027-01-01", "2027-01-02"], work: ["2027-01-03"], notice: "n" },
    }),
  ];
  const response = await fetch(`${api.url}/v1/events`, {
    method: "POST",
    headers: { "content-type": "application/cloudevents-batch+json" },
    body: JSON.stringify(events),
  });
  expect(await response.json()).toMatchObject({ accepted: 3 });
  const pool = new pg.Pool({ connectionString: api.database.url, options: `-c search_path=${BOARD_SCHEMA}` });
  const ledger = "3209" as LedgerId;
  const project = projection({ pool, ledger, zone: zone("Asia/Shanghai"), rules: ruleSet });
  while ((await project.step()).outcome !== "at-head");
  await pool.end();
});
afterAll(() => api.close());

const get = async (path: string) => (await fetch(`${api.url}${path}`)).json();

it("answers with the tree as known at a position", async () => {
  expect(await get("/v1/units")).toEqual({
    ledger: "3209",
    knownAt: { position: "3" },
    items: [
      { id: "3209", name: null, parent: null, regionCode: null },
      { id: "320900", name: "盐城市", parent: "3209", regionCode: null },
      { id: "320902", name: "亭湖区", parent: "320900", regionCode: null },
    ],
    next: null,
  });
  expect(await get("/v1/units?knownAt=1")).toMatchObject({ items: [{}, { id: "320902", parent: "3209" }] });
});

it("answers with a year's arrangement and where it comes from", async () => {
  expect(await get("/v1/calendar?year=2027")).toEqual({
    ...{ ledger: "3209", knownAt: { position: "3" }, year: 2027 },
    ...{ version: "cn-2027@urn:test#cn-2027/published", source: "published", provisional: false },
    ...{ off: ["2027-01-01", "2027-01-02"], work: ["2027-01-03"] },
  });
  expect(await get("/v1/calendar?year=2027&knownAt=2")).toMatchObject({
    ...{ version: null, source: null, provisional: true, off: [], work: [] },
  });
  const builtIn = (await get("/v1/calendar?year=2026")) as {
    readonly source: string;
    readonly off: string[];
  };
  expect(builtIn).toMatchObject({ source: "built-in", provisional: false });
  expect(builtIn.off).toContain("2026-10-01");
  expect(await get("/v1/calendar?year=20270")).toMatchObject({ code: "bad-parameter" });
});
