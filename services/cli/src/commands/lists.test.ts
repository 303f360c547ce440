import { afterEach, beforeEach, expect, it } from "vitest";
import { type Peer, startPeer } from "../testing/peer.js";
import { runCommand } from "../testing/terminal.js";
import { listsCommand } from "./lists.js";

let peer: Peer;
beforeEach(async () => {
  peer = await startPeer();
  peer.pages.set("/v1/units", { items: [{ id: "320902", name: "亭湖区", parent: null, regionCode: null }] });
});
afterEach(() => peer.close());

const run = (line: string) =>
  runCommand(listsCommand, ["lists", ...line.split(" ")], { ANSHI_URL: peer.url });
const moment = { asOf: "2026-04-11T00:00:00.000Z", knownAt: { position: "9" } };
const row = (subject: string, own: object = {}) => ({
  ...{
    kind: "complaint",
    subject,
    clock: "complaint.accept",
    unit: "320902",
    online: true,
    state: "pending",
  },
  ...{ start: "2026-04-01T02:00:00.000Z", due: "2026-04-13", closed: null, closedBy: null },
  ...{ provisional: false, disordered: false, lateExtension: false, ...own },
});

it("shows due dates, the days left or over, names of units and what is special", async () => {
  const items = [
    row("C-1"),
    row("C-2", { due: "2026-04-09", state: "overdue", unit: "999", online: null, provisional: true }),
    row("C-3", { closed: "2026-04-15T01:00:00.000Z", state: "late", lateExtension: true }),
    row("C-4", { due: null }),
  ];
  peer.pages.set("/v1/cases", { ...moment, items, next: null });
  const { code, out } = await run("--lang en");
  expect(code).toBe(0);
  expect(out).toContain("pending  as of 2026-04-11 08:00:00 (Asia/Shanghai)  position 9  4 rows");
  const cells = out
    .split("\n")
    .filter((line) => line.includes("C-"))
    .map((line) => line.split("│").map((cell) => cell.trim()));
  expect(cells.map((each) => each.slice(2, 10))).toEqual([
    ["C-1", "complaint.accept", "亭湖区 320902", "2026-04-01", "2026-04-13", "2", "pending", ""],
    [
      ...["C-2", "complaint.accept", "unregistered 999", "2026-04-01", "2026-04-09", "-2", "overdue"],
      "unclassified; provisional",
    ],
    [
      ...["C-3", "complaint.accept", "亭湖区 320902", "2026-04-01", "2026-04-13", "-2", "late"],
      "stopped 2026-04-15; extended too late",
    ],
    ["C-4", "complaint.accept", "亭湖区 320902", "2026-04-01", "none", "", "pending", ""],
  ]);
  expect((await run("--state overdue")).out).toContain("逾期未办  截至");
});

it("asks for what was asked, and reads every page at one moment", async () => {
  const first = { ...moment, items: [row("C-1")], next: "abc" };
  peer.replies.set("GET /v1/cases?ledger=3210&state=near-due&unit=320902&within=3&limit=1000", {
    status: 200,
    body: first,
  });
  peer.replies.set(
    `GET /v1/cases?ledger=3210&state=near-due&unit=320902&within=3&asOf=${encodeURIComponent(moment.asOf)}&knownAt=9&limit=1000&cursor=abc`,
    { status: 200, body: { ...moment, items: [row("C-2")], next: null } },
  );
  const { code, out } = await run("--state near-due --unit 320902 --within 3 --ledger 3210 --all --json");
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({ ...moment, items: [row("C-1"), row("C-2")], next: null });
});

it("asks for what has been suspended for long", async () => {
  peer.replies.set("GET /v1/cases?state=suspended&over=60&limit=100", {
    status: 200,
    body: { ...moment, items: [row("C-1")], next: null },
  });
  const { code, out } = await run("--state suspended --over 60 --json");
  expect([code, JSON.parse(out)]).toMatchObject([0, { items: [{ subject: "C-1" }] }]);
});

it("says when there are more, and lists parked cases with their reason", async () => {
  peer.pages.set("/v1/cases", { ...moment, items: [row("C-1")], next: "abc" });
  expect((await run("--limit 1 --lang en")).out).toContain("there are more: --limit N or --all");
  const items = [{ kind: "lead", subject: "L-1", since: "7", reason: "x\u001b[31my" }];
  peer.pages.set("/v1/cases", { ...moment, items, next: null });
  expect((await run("--state parked --lang en")).out).toMatch(/│ lead +│ L-1 +│ 7 +│ x \[31my +│/u);
});

it.each([
  ["--state lost", "Allowed choices are pending, near-due"],
  ["--limit 0", "expected a whole number from 1"],
  ["--all --limit 5", "cannot be used with option '--limit"],
])("%s is wrong use", async (words, said) => {
  const { code, err } = await run(words);
  expect(err).toContain(said);
  expect(code).toBe(2);
});
