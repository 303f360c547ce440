import { afterEach, beforeEach, expect, it } from "vitest";
import { type Peer, startPeer } from "../testing/peer.js";
import { runCommand } from "../testing/terminal.js";
import { rejectedCommand } from "./rejected.js";

let peer: Peer;
beforeEach(async () => {
  peer = await startPeer();
});
afterEach(() => peer.close());

const run = (line: string) =>
  runCommand(rejectedCommand, ["rejected", ...line.split(" ")], { ANSHI_URL: peer.url });
const row = (number: string, own: object = {}) => ({
  ...{ number, receivedAt: "2026-11-20T17:00:00.000Z", door: "http", origin: "request r", code: "not-json" },
  ...{ message: "the message is not JSON in UTF-8", path: "", faults: [{ message: "not JSON" }] },
  ...{ payloadHash: "ab", payloadBytes: 3, source: null, id: null, disposal: null, disposedAt: null, ...own },
});
const three = [
  row("1", { code: "unknown-type", receivedAt: "2026-11-19T01:00:00.000Z", id: "a\u001b[31m" }),
  row("2"),
  row("3", { disposal: "redriven", disposedAt: "2026-11-21T00:00:00.000Z" }),
];
const accept = (number: string) =>
  peer.replies.set(`POST /v1/rejections/${number}/redrive`, {
    status: 200,
    body: { accepted: 1, duplicates: 0, rejected: [] },
  });
const refuse = (number: string) =>
  peer.replies.set(`POST /v1/rejections/${number}/redrive`, {
    status: 200,
    body: { accepted: 0, duplicates: 0, rejected: [{ code: "not-json", message: "still no JSON" }] },
  });
const asked = () => peer.requests.map(({ url }) => url).filter((url) => /redrive|payload/u.test(url));

it("lists what was refused, by code and local date", async () => {
  peer.pages.set("/v1/rejections", { items: three, next: null });
  const numbers = async (words: string) =>
    (JSON.parse((await run(`list ${words} --json`)).out) as { items: { number: string }[] }).items.map(
      ({ number }) => number,
    );
  expect(await numbers("--code unknown-type")).toEqual(["1"]);
  // 17:00 UTC is the next day in Shanghai.
  expect(await numbers("--from 2026-11-21")).toEqual(["2", "3"]);
  expect(await numbers("--to 2026-11-20")).toEqual(["1"]);
  const { out, code } = await run("list --limit 2");
  expect(code).toBe(0);
  expect(out).toMatch(/│ +1 │ 2026-11-19 09:00:00 │ http │ unknown-type .* a \[31m/u);
  expect(out).toContain("there are more");
});

it("shows one, its bytes too where they may be seen", async () => {
  peer.pages.set("/v1/rejections/2", { ...row("2"), payload: { base64: "", text: "line\n\u001b[2Jnext" } });
  const { out } = await run("show 2");
  expect(out).toContain("rejection 2  not-json  2026-11-21 01:00:00");
  expect(out).toContain("\nline\n [2Jnext\n");
  peer.pages.set("/v1/rejections/3", { ...three[2], payload: null });
  expect((await run("show 3")).out).toContain("the bytes were redriven 2026-11-21 08:00:00");
  expect((await run("show 4")).code).toBe(1);
});

it("redrives the numbers named, and ends with 1 when one is refused again", async () => {
  accept("1");
  refuse("2");
  expect(await run("redrive 1")).toMatchObject({ code: 0, out: expect.stringContaining("1 redriven") });
  const { code, out } = await run("redrive 1 2 --json");
  expect(code).toBe(1);
  expect(JSON.parse(out)).toEqual({
    items: [
      { number: "1", outcome: "redriven", accepted: 1, duplicates: 0, why: "" },
      { number: "2", outcome: "rejected", accepted: 0, duplicates: 0, why: "not-json: still no JSON" },
    ],
  });
});

it("redrives by filter what is kept still; bytes that expired are no failure then", async () => {
  peer.pages.set("/v1/rejections", { items: three, next: null });
  accept("1");
  peer.replies.set("POST /v1/rejections/2/redrive", {
    status: 410,
    body: { title: "The bytes are erased", code: "payload-erased" },
  });
  const { code, out } = await run("redrive --all");
  expect(out).toContain("1 redriven, 1 gone");
  expect(code).toBe(0);
  expect(asked()).toEqual(["/v1/rejections/1/redrive", "/v1/rejections/2/redrive"]);
  expect((await run("redrive 2")).code).toBe(1);
  expect((await run("redrive --code too-large")).out).toBe("there is nothing to do\n");
});

it("purges only when told so", async () => {
  peer.replies.set("DELETE /v1/rejections/2/payload", { status: 200, body: {} });
  expect(await run("purge 2")).toMatchObject({ code: 2, err: expect.stringContaining("add --yes") });
  expect(asked()).toEqual([]);
  expect(await run("purge 2 --yes")).toMatchObject({ code: 0, out: expect.stringContaining("1 purged") });
});

it.each([
  ["redrive", "name numbers, or say which"],
  ["redrive 1 --all", "name numbers, or say which"],
  ["list --code odd", "Allowed choices are not-json"],
])("%s is wrong use", async (words, said) => {
  const { code, err } = await run(words);
  expect(err).toContain(said);
  expect(code).toBe(2);
});
