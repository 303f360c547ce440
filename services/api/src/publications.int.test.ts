import { BOARD_SCHEMA, projection } from "@anshi/board";
import { DEMO_SOURCE, ruleSet, zone } from "@anshi/domain";
import type { LedgerId } from "@anshi/ledger";
import pg from "pg";
import readExcel from "read-excel-file/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApi, testApi } from "./testing.js";

let api: TestApi;
let pool: pg.Pool;
beforeAll(async () => {
  api = await testApi();
  pool = new pg.Pool({ connectionString: api.database.url, options: `-c search_path=${BOARD_SCHEMA}` });
  const event = (subject: string, act: string, time: string, data: object) => ({
    ...{ specversion: "1.0", id: `${subject}/${act}`, source: "urn:test", subject },
    ...{ type: `io.anshi.dispatch.${act}.v1`, time: `${time}T10:00:00+08:00`, data },
  });
  await take(
    ...["02", "03", "04"].map((day, n) => event(`D${n}`, "issued", `2026-03-${day}`, { unit: "320902" })),
    event("D0", "verified", "2026-03-09", { result: "confirmed" }),
    event("D1", "verified", "2026-04-09", { result: "refuted" }),
  );
});
afterAll(async () => {
  await pool.end();
  await api.close();
});

async function take(...events: readonly object[]): Promise<unknown> {
  const response = await fetch(`${api.url}/v1/events`, {
    method: "POST",
    headers: { "content-type": "application/cloudevents-batch+json" },
    body: JSON.stringify(events),
  });
  await follow();
  return response.json();
}

async function follow(ledger = "3209" as LedgerId): Promise<void> {
  const own = projection({ pool, ledger, zone: zone("Asia/Shanghai"), rules: ruleSet });
  while ((await own.step()).outcome !== "at-head");
}

interface Body {
  readonly id: string;
  readonly position: string;
  readonly items: readonly { readonly id: string }[];
  readonly next: string | null;
  readonly equal: boolean;
  readonly figures: readonly {
    readonly figure: string;
    readonly published: object;
    readonly recomputed: object;
  }[];
}

async function ask(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly body: Body }> {
  const response = await fetch(`${api.url}/v1/publications${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

describe("publications", () => {
  it("are made on demand, listed, read and computed again", async () => {
    const made = await ask("POST", "", { period: "2026-03" });
    expect(made).toMatchObject({
      status: 201,
      body: {
        ...{
          id: "2026-03.1",
          edition: 1,
          cohort: "settled",
          knownAt: { position: "5" },
          ruleSet: ruleSet.version,
        },
        period: { kind: "month", name: "2026-03", from: "2026-03-01", to: "2026-03-31" },
        asOf: "2026-03-31T16:00:00.000Z",
      },
    });
    await follow();
    expect(await ask("POST", "", { period: "2026-03" })).toEqual({ status: 200, body: made.body });
    expect(await ask("POST", "", { period: "2026-03", again: true })).toMatchObject({
      ...{ status: 201, body: { id: "2026-03.2" } },
    });
    await follow();
    expect(await ask("POST", "", { period: "2026-Q1", cohort: "received" })).toMatchObject({
      ...{ status: 201, body: { id: "2026-Q1.1", cohort: "received" } },
    });
    await follow();

    const first = await ask("GET", "?limit=2");
    expect(first.body.items.map(({ id }) => id)).toEqual(["2026-Q1.1", "2026-03.2"]);
    const second = await ask("GET", `?limit=2&cursor=${first.body.next}`);
    expect(second.body).toMatchObject({ items: [made.body], next: null });
    expect((await ask("GET", "?kind=month&period=2026-03")).body.items).toHaveLength(2);

    const { body: read } = await ask("GET", "/2026-03");
    expect(read.id).toBe("2026-03.2");
    const figure = read.figures.find((each) => each.figure === "2026-03.2:19.1:320902");
    expect(figure).toMatchObject({ measure: "19.1", formula: "on-time", kept: 1, overdue: 2, counted: 3 });

    await take({
      ...{
        specversion: "1.0",
        id: "r",
        source: "urn:test",
        subject: "D0",
        time: "2026-04-10T10:00:00+08:00",
      },
      type: "io.anshi.record.retracted.v1",
      data: { source: "urn:test", id: "D0/verified", reason: "wrong case" },
    });
    for (const id of ["2026-03.1", "2026-03.2", "2026-Q1"]) {
      const { body } = await ask("GET", `/${id}/recompute`);
      expect(body).toMatchObject({ equal: true });
      expect(body.figures.length).toBeGreaterThan(20);
      expect(body.figures[0]?.published).toEqual(body.figures[0]?.recomputed);
    }
  });

  it("have a notice that is the same whenever it is made, but for its stamp", async () => {
    const report = async (format: string) => {
      const response = await fetch(`${api.url}/v1/publications/2026-03.1/report?format=${format}`);
      return { type: response.headers.get("content-type"), bytes: Buffer.from(await response.arrayBuffer()) };
    };
    const html = async () => (await report("html")).bytes.toString("utf8");
    const first = await html();
    const workbook = await report("xlsx");
    await take({
      ...{
        specversion: "1.0",
        id: "late",
        source: "urn:test",
        subject: "D2",
        time: "2026-03-10T10:00:00+08:00",
      },
      ...{ type: "io.anshi.dispatch.verified.v1", data: { result: "confirmed" } },
    });
    const later = await html();
    const stamp = /<time>[^<]+<\/time>/gu;
    expect(first.match(stamp)).toHaveLength(1);
    expect(later).not.toBe(first);
    expect(later.replace(stamp, "")).toBe(first.replace(stamp, ""));

    expect(first).toContain("关于2026年3月网络交易监管法定时限指标完成情况的通报");
    expect(first).toContain("<td>1/3</td><td>33.33%</td><td>＞90%</td>");
    // Both are overdue at the month's end; D1 is verified in April.
    for (const subject of ["D1", "D2"]) expect(first).toContain(`<td class="left">${subject}</td>`);
    expect(first).toContain("<td>超期7天</td>");

    expect(workbook.type).toContain("spreadsheetml");
    // Its entries tell no time of writing, which would make it another file each time.
    expect([workbook.bytes.readUInt16LE(10), workbook.bytes.readUInt16LE(12)]).toEqual([0, 0x21]);
    const again = await report("xlsx");
    const sheets = await readExcel(workbook.bytes);
    expect(sheets.map(({ sheet }) => sheet)).toEqual([
      ...["总体情况", "各单位情况", "临期事项", "逾期未办事项", "数据说明"],
    ]);
    const of = (name: string) => sheets.find(({ sheet }) => sheet === name)?.data ?? [];
    expect(
      of("总体情况")
        .find(([id]) => id === "19.1")
        ?.slice(0, 6),
    ).toEqual(["19.1", "监测信息核查及时率", 1, 3, "33.33%", "＞90%"]);
    expect(of("逾期未办事项").map((row) => row[3])).toEqual([null, "编号", "D1", "D2"]);
    const unstamped = (all: typeof sheets) =>
      JSON.stringify(all.map(({ data }) => data.filter(([name]) => name !== "生成时间")));
    expect(unstamped(await readExcel(again.bytes))).toBe(unstamped(sheets));
  });

  it("have a notice that says so when its cases are invented, and only then", async () => {
    const notice = async (query: string) =>
      (await fetch(`${api.url}/v1/publications/2026-03.1/report${query}`)).text();
    expect(await notice("")).not.toContain("虚构");
    const ledger = "shown" as LedgerId;
    const body = {
      ...{
        specversion: "1.0",
        id: "u",
        source: DEMO_SOURCE,
        subject: "1",
        time: "2026-03-01T10:00:00+08:00",
      },
      ...{ type: "io.anshi.unit.registered.v1", data: { id: "9900", name: "某市" } },
    };
    const taken = await fetch(`${api.url}/v1/events?ledger=${ledger}`, {
      method: "POST",
      headers: { "content-type": "application/cloudevents+json" },
      body: JSON.stringify(body),
    });
    expect(await taken.json()).toMatchObject({ accepted: 1 });
    await follow(ledger);
    expect(await ask("POST", "?ledger=shown", { period: "2026-03" })).toMatchObject({ status: 201 });
    await follow(ledger);
    expect(await notice("?ledger=shown")).toContain(`<p class="invented">演示数据`);
    const workbook = await fetch(`${api.url}/v1/publications/2026-03/report?ledger=shown&format=xlsx`);
    const sheets = await readExcel(Buffer.from(await workbook.arrayBuffer()));
    expect(JSON.stringify(sheets[0]?.data[0])).toContain("虚构");
  });

  it("are told as metrics, with what the steward last found", async () => {
    await pool.query(`
      create schema steward;
      create table steward.run (ledger text, job text, period text, outcome text, finished_at timestamptz, detail jsonb);
      grant usage on schema steward to anshi_reader; grant select on steward.run to anshi_reader;
      insert into steward.run values
        ('3209', 'recompute', '2026-11-26T01', 'done', '2026-11-26T01:20:00Z', '{"differing": 0}'),
        ('3209', 'recompute', '2026-11-26T02', 'done', '2026-11-26T02:20:00Z', '{"differing": 3}')`);
    const text = await (await fetch(`${api.url}/metrics`)).text();
    expect(text).toContain('anshi_published_boards{ledger="3209",period="month"} 2\n');
    expect(text).toContain('anshi_published_boards{ledger="3209",period="quarter"} 1\n');
    expect(text).toMatch(
      /^anshi_published_last_timestamp_seconds\{ledger="3209",period="quarter"\} \d{10}/mu,
    );
    expect(text).toContain('anshi_published_figures_differing{ledger="3209"} 3\n');
    expect(text).toContain(
      `anshi_published_recomputed_timestamp_seconds{ledger="3209"} ${Date.parse("2026-11-26T02:20:00Z") / 1_000}\n`,
    );
  });

  it.each([
    ["a period that runs", { period: "2999" }, 400],
    ["no period", { period: "2026-13" }, 400],
    ["nothing", {}, 400],
    ["a word", "2026-03", 400],
    ["what there is not", { period: "2026-03", edition: 3 }, 400],
  ])("are refused for %s", async (_name, body, status) => {
    expect(await ask("POST", "", body)).toMatchObject({ status });
  });

  it("that there are not are not found", async () => {
    expect(await ask("GET", "/2026-09")).toMatchObject({ status: 404, body: { code: "not-found" } });
    expect(await ask("GET", "/2026-09.1/recompute")).toMatchObject({ status: 404 });
  });

  it("do not come in by a door", async () => {
    const { body: listed } = await ask("GET", "/2026-03.1");
    const { rows } = await pool.query<{ body: string }>("select body from ledger.event where position = $1", [
      listed.position,
    ]);
    const event = JSON.parse(rows[0]?.body ?? "{}");
    const foreign = { ...event, source: "urn:test", id: "2026-06.1", subject: "2026-06.1" };
    const taken = { ...event, type: "io.anshi.dispatch.completed.v1", id: "2026-06.1", data: {} };
    expect(await take(event, foreign, taken)).toMatchObject({
      accepted: 0,
      rejected: [
        { code: "unknown-type", path: "/type" },
        { code: "unknown-type", path: "/type" },
        { code: "invalid-attribute", path: "/source" },
      ],
    });
  });
});
