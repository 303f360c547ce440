import { BOARD_SCHEMA, projection } from "@anshi/board";
import { ruleSet, zone } from "@anshi/domain";
import type { LedgerId } from "@anshi/ledger";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApi, testApi } from "./testing.js";

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
  const event = (kind: string, subject: string, act: string, time: string, data?: object) => ({
    specversion: "1.0",
    id: `${subject}/${act}`,
    source: "urn:test",
    type: `io.anshi.${kind}.${act}.v1`,
    subject,
    time: `${time}T10:00:00+08:00`,
    ...(data === undefined ? {} : { data }),
  });
  // Due on 2026-03-23, 03-24 … ; D3 passed on after its lapse, D4 verified late, D5 in another district.
  const events = [
    event("unit", "320900", "registered", "2026-01-01", { id: "320900", name: "盐城市" }),
    event("unit", "320902", "registered", "2026-01-01", { id: "320902", name: "亭湖区", parent: "320900" }),
    ...["02", "03", "04", "05"].map((day, n) =>
      event("dispatch", `D${n + 1}`, "issued", `2026-03-${day}`, { unit: "320902" }),
    ),
    event("dispatch", "D3", "returned", "2026-04-10"),
    event("dispatch", "D4", "verified", "2026-04-10", { result: "confirmed" }),
    event("dispatch", "D5", "issued", "2026-04-09", { unit: "999" }),
    event("complaint", "C1", "received", "2026-04-09", { unit: "320902" }),
  ];
  const response = await fetch(`${api.url}/v1/events`, {
    method: "POST",
    headers: { "content-type": "application/cloudevents-batch+json" },
    body: JSON.stringify(events),
  });
  expect(await response.json()).toMatchObject({ accepted: events.length, rejected: [] });
  const pool = new pg.Pool({ connectionString: api.database.url, options: `-c search_path=${BOARD_SCHEMA}` });
  const project = projection({
    pool,
    ledger: "3209" as LedgerId,
    zone: zone("Asia/Shanghai"),
    rules: ruleSet,
  });
  while ((await project.step()).outcome !== "at-head");
  await pool.end();
});
afterAll(() => api.close());

interface Page {
  readonly items: readonly {
    readonly subject: string;
    readonly due: string | null;
    readonly open: boolean;
  }[];
  readonly next: string | null;
}
async function page(query: Readonly<Record<string, string>>): Promise<Page> {
  const response = await fetch(
    `${api.url}/v1/cases?${new URLSearchParams({ asOf: "2026-04-11T00:00:00+08:00", ...query })}`,
  );
  return (await response.json()) as Page;
}
const subjects = async (query: Readonly<Record<string, string>>) =>
  (await page(query)).items.map(({ subject }) => subject);

describe("GET /v1/cases", () => {
  it("lists what is overdue and open, what ended after its lapse, and what was late, each apart", async () => {
    expect(await subjects({ state: "overdue" })).toEqual(["D1", "D2"]);
    expect(await subjects({ state: "ended" })).toEqual(["D3"]);
    expect(await subjects({ state: "late" })).toEqual(["D4"]);
    expect(await subjects({ state: "unclassified" })).toEqual(["C1"]);
    expect(await subjects({ state: "parked" })).toEqual([]);
  });

  it("lists what falls due within n working days, the nearest first", async () => {
    expect(await subjects({ state: "pending" })).toEqual(["C1", "D5"]);
    expect(await subjects({ state: "near-due", within: "5" })).toEqual([]);
    expect(await subjects({ state: "near-due", within: "6" })).toEqual(["C1"]);
  });

  it("shows a past T as it stood then", async () => {
    expect(await subjects({ state: "overdue", asOf: "2026-03-25T00:00:00+08:00" })).toEqual(["D1", "D2"]);
    expect(await subjects({ state: "pending", asOf: "2026-03-25T00:00:00+08:00" })).toEqual(["D3", "D4"]);
  });

  it("takes a unit with all below it", async () => {
    expect(await subjects({ state: "pending", unit: "320900" })).toEqual(["C1"]);
    expect(await subjects({ state: "pending", unit: "999" })).toEqual(["D5"]);
    expect(await subjects({ state: "pending", unit: "3209" })).toEqual(["C1", "D5"]);
  });

  it("pages by its cursor without a gap or a repeat", async () => {
    const first = await page({ state: "overdue", limit: "1" });
    const second = await page({ state: "overdue", limit: "1", cursor: first.next ?? "" });
    expect([first.items[0]?.subject, second.items[0]?.subject, second.next]).toEqual(["D1", "D2", null]);
  });

  it.each([
    ["/v1/board?asOf=9999-12-31T23:59:59Z", "bad-parameter"],
    ["/v1/board?from=0000-01-01", "bad-parameter"],
    ["/v1/board?knownAt=-1", "bad-parameter"],
    ["/v1/cases/complaint/%ZZ", "bad-parameter"],
  ])("answers %s with a problem that shows nothing of it", async (path, code) => {
    const response = await fetch(`${api.url}${path}`);
    const body = (await response.json()) as { code: string; detail: string };
    expect([response.status, body.code]).toEqual([400, code]);
    expect(body.detail).not.toMatch(/ZZ|9999|0000/u);
  });

  it("refuses a cursor that no list gave, and a position beyond the ledger's end", async () => {
    const made = (...parts: readonly string[]) => Buffer.from(JSON.stringify(parts)).toString("base64url");
    for (const cursor of [
      "nonsense",
      made("::", "1", "x"),
      made("2026-13-45 00:00:00", "1", "x"),
      made("a", "b"),
    ])
      expect(await page({ cursor })).toMatchObject({ status: 400, code: "bad-parameter" });
    expect(await page({ knownAt: "4711" })).toMatchObject({
      status: 400,
      detail: "knownAt: the ledger ends at position 10",
    });
  });
});
