import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { CommandDefinition } from "../program.js";
import { type Peer, startPeer } from "../testing/peer.js";
import { runCommand } from "../testing/terminal.js";
import { diffCommand } from "./diff.js";
import { publicationsCommand } from "./publications.js";
import { publishCommand } from "./publish.js";
import { reportCommand } from "./report.js";

let peer: Peer;
beforeEach(async () => {
  peer = await startPeer();
});
afterEach(() => peer.close());

const run = (command: CommandDefinition, ...words: readonly string[]) =>
  runCommand(command, words, { ANSHI_URL: peer.url });
const publication = {
  ...{ id: "2026-10.1", position: "120", publishedAt: "2026-11-01T00:00:00Z", cohort: "settled" },
  period: { kind: "month", name: "2026-10", from: "2026-10-01", to: "2026-10-31" },
  ...{ asOf: "2026-10-31T16:00:00Z", knownAt: { position: "107" } },
};

it("publishes a period, and says when it was published before", async () => {
  peer.replies.set("POST /v1/publications?ledger=3210", { status: 201, body: publication });
  const first = await run(publishCommand, "publish", "2026-10", "--ledger", "3210");
  expect(first).toMatchObject({ code: 0 });
  expect(first.out).toMatch(/2026-10\.1.*2026-10-01 – 2026-10-31.*107.*120/u);
  peer.replies.set("POST /v1/publications", { status: 200, body: publication });
  expect((await run(publishCommand, "publish", "2026-10", "--lang", "en")).out).toContain("--again");
  const problem = { title: "A parameter cannot be read", detail: "period: …", code: "bad-parameter" };
  peer.replies.set("POST /v1/publications", { status: 400, body: problem });
  expect(await run(publishCommand, "publish", "2999")).toMatchObject({ code: 2 });
});

it("lists publications, and ends with 1 where a figure does not come out as published", async () => {
  peer.pages.set("/v1/publications", { items: [publication], next: null });
  expect((await run(publicationsCommand, "publications")).out).toContain("2026-10.1");
  const figure = { figure: "2026-10.1:19.1:320902", measure: "19.1", unit: "320902" };
  const equal = { ...figure, published: { kept: 1 }, recomputed: { kept: 1 }, equal: true };
  peer.pages.set("/v1/publications/2026-10.1/recompute", { id: "2026-10.1", equal: true, figures: [equal] });
  expect(await run(publicationsCommand, "publications", "2026-10.1", "--recompute")).toMatchObject({
    ...{ code: 0, out: "1 项与发布一致，0 项不一致\n" },
  });
  const other = {
    ...figure,
    published: { kept: 1, late: 0 },
    recomputed: { kept: 2, late: 0 },
    equal: false,
  };
  peer.pages.set("/v1/publications/2026-10.1/recompute", {
    id: "2026-10.1",
    equal: false,
    figures: [equal, other],
  });
  const all = await run(publicationsCommand, "publications", "--recompute", "--lang", "en");
  expect(all.code).toBe(1);
  expect(all.out).toBe("2026-10.1:19.1:320902: kept 1 → 2\n1 figures come out as published, 1 do not\n");
});

it("writes the notice to a file", async () => {
  const directory = await mkdtemp(join(tmpdir(), "anshi-report-"));
  try {
    peer.pages.set("/v1/publications/2026-10/report", { bytes: "as they are" });
    const file = join(directory, "r.xlsx");
    expect(await run(reportCommand, "report", "2026-10", "--format", "xlsx", "--out", file)).toMatchObject({
      code: 0,
    });
    expect(await readFile(file, "utf8")).toBe('{"bytes":"as they are"}');
    expect(peer.requests.at(-1)?.url).toBe("/v1/publications/2026-10/report?format=xlsx");
    expect(await run(reportCommand, "report", "2026-09")).toMatchObject({ code: 1 });
  } finally {
    await rm(directory, { recursive: true });
  }
});

it("tells what changed between two positions, with each event's part in it, and ends with 1", async () => {
  const row = { numerator: 18, counted: 20, rateText: "90.00", pending: 3, threshold: 0.9 };
  const event = {
    position: "12",
    type: "io.anshi.dispatch.verified.v1",
    subject: "D\u001b1",
    cause: "late-entry",
  };
  peer.pages.set("/v1/diff", {
    ...{ knownAt: { from: "7", to: "15" }, truncated: false },
    figures: [
      {
        ...{ measure: "19.1", unit: "320902", unitName: "亭湖区" },
        ...{ before: row, after: { ...row, numerator: 19, rateText: "95.00" } },
        events: [{ ...event, change: { kept: 1, overdue: -1, numerator: 1 } }],
        more: { events: 2, change: {} },
      },
    ],
  });
  const { code, out } = await run(diffCommand, "diff", "--known-at", "7", "--known-at", "15", "--lang", "en");
  expect(code).toBe(1);
  expect(peer.requests.at(-1)?.url).toBe("/v1/diff?knownAt=7&and=15&events=10");
  expect(
    out
      .split("\n")
      .slice(0, 2)
      .map((line) => line.trim()),
  ).toEqual([
    "19.1 Dispatches verified on time · 亭湖区 320902: 90.00% 18/20 (pending 3) → 95.00% 19/20 (pending 3)",
    "12  late-entry  dispatch verified D 1  kept +1, overdue -1, numerator +1",
  ]);
  expect(out).toContain("2 further event(s)");
  peer.pages.set("/v1/diff", { knownAt: { from: "7", to: "15" }, truncated: false, figures: [] });
  expect(await run(diffCommand, "diff", "--known-at", "7")).toMatchObject({ code: 0 });
  expect(await run(diffCommand, "diff")).toMatchObject({ code: 2 });
  expect(await run(diffCommand, "diff", ...["1", "2", "3"].flatMap((n) => ["--known-at", n]))).toMatchObject({
    code: 2,
  });
});
