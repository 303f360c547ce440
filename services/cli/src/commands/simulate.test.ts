import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Peer, startPeer } from "../testing/peer.js";
import { runCommand } from "../testing/terminal.js";
import { simulateCommand } from "./simulate.js";

let folder: string;
let peer: Peer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "anshi-simulate-"));
  peer = await startPeer();
  ledgersAre({ ledger: "3209", default: true, position: "0", invented: false });
});
afterEach(async () => {
  await peer.close();
  await rm(folder, { recursive: true });
});

const ledgersAre = (...items: object[]) => peer.pages.set("/v1/ledgers", { items, next: null });

const run = (line: string) =>
  runCommand(simulateCommand, ["simulate", ...line.split(" ")], { ANSHI_URL: peer.url });

it("writes the same bytes to a file and to stdout, and tells what they are", async () => {
  const words = "--cases 300 --seed 5 --duplicates 0.1 --bad 0.05 --shuffle all --quiet";
  const file = join(folder, "a.ndjson");
  const { code, out } = await run(`${words} --out ${file} --json`);
  expect(code).toBe(0);
  const text = await readFile(file, "utf8");
  const summary = JSON.parse(out) as { messages: number; cases: number; delivered: null };
  expect(summary).toMatchObject({ cases: 300, delivered: null });
  expect(text.trimEnd().split("\n")).toHaveLength(summary.messages);
  const again = await run(`${words} --out -`);
  expect(again.out).toBe(text);
  expect(again.err).toMatch(/│ all +│ +300 │/u);
  expect(peer.requests).toEqual([]);
});

it("sends in order, a message that is no JSON alone, and ends with 1 when others were refused than should be", async () => {
  const { code, out } = await run("--cases 100 --bad 0.1 --batch 50 --ledger 3210 --json");
  const { events, byCode, delivered } = JSON.parse(out) as {
    events: number;
    byCode: Record<string, number>;
    delivered: { accepted: number; duplicates: number; rejected: number };
  };
  expect(byCode["not-json"]).toBeGreaterThan(0);
  const requests = peer.requests.slice(1);
  expect(requests[0]?.url).toBe("/v1/events?ledger=3210");
  expect(Math.max(...requests.map(({ size }) => size))).toBe(50);
  expect(requests.filter(({ size }) => size === -1)).toHaveLength(byCode["not-json"] ?? 0);
  // The peer takes anything that is JSON, so fewer are refused than a ledger would refuse.
  expect(code).toBe(1);
  expect(delivered.rejected).toBe(byCode["not-json"]);
  expect(peer.kept.size).toBeGreaterThanOrEqual(events);
});

it("sends nothing to a ledger of real cases, unless told to", async () => {
  ledgersAre(
    { ledger: "3209", default: true, position: "12", invented: false },
    { ledger: "demo", default: false, position: "12", invented: true },
  );
  for (const line of ["--cases 10", "--cases 10 --ledger 3209"]) {
    const { code, err } = await run(line);
    expect(code).toBe(2);
    expect(err).toMatch(/3209 holds 12 events that are not invented/u);
  }
  expect(peer.kept.size).toBe(0);
  expect(peer.requests.map(({ url }) => url)).toEqual(["/v1/ledgers", "/v1/ledgers"]);
  for (const line of ["--ledger demo", "--ledger fresh", "--among-real"]) {
    expect((await run(`--cases 10 ${line}`)).code).toBe(0);
  }
});

describe("over Kafka", () => {
  // Nothing listens there: what goes that far is told so.
  const overKafka = (words: string, env: Readonly<Record<string, string>> = {}) =>
    runCommand(
      simulateCommand,
      ["simulate", "--kafka", "--cases", "10", ...words.split(" ").filter(Boolean)],
      {
        ...{ ANSHI_URL: peer.url, ANSHI_KAFKA_BROKERS: "127.0.0.1:1" },
        ...env,
      },
    );

  it("sends nothing where the ledger holds real cases", async () => {
    ledgersAre(
      { ledger: "3209", default: true, position: "12", invented: false },
      { ledger: "demo", default: false, position: "12", invented: true },
    );
    const { code, err } = await overKafka("");
    expect(err).toMatch(/3209 holds 12 events that are not invented/u);
    expect(code).toBe(2);
    expect((await overKafka("", { ANSHI_LEDGER: "demo" })).err).toContain("no Kafka broker answers");
  });

  it("sends nothing where nobody tells what the ledger holds, unless told to", async () => {
    await peer.close();
    const { code, err } = await overKafka("");
    expect(err).toMatch(
      /^anshi: nothing answers at \S+ \(connect ECONNREFUSED [^()]+\);.* or say --among-real\n$/u,
    );
    expect(code).toBe(1);
    expect((await overKafka("--among-real")).err).toContain("no Kafka broker answers");
  });
});

it("waits for a service that is not there yet before it asks what the ledger holds", async () => {
  peer.mishap = (request) => (request < 2 ? { status: 503, body: { title: "starting" } } : undefined);
  expect((await run("--cases 10")).code).toBe(0);
  expect(peer.requests.slice(0, 3).map(({ url }) => url)).toEqual(Array(3).fill("/v1/ledgers"));
});

it("keeps to the rate asked for", async () => {
  // The clock of these tests moves by sleeping alone.
  const { out } = await run("--cases 200 --rate 100 --batch 10 --json");
  const { messages, seconds } = JSON.parse(out) as { messages: number; seconds: number };
  expect(seconds).toBeCloseTo(messages / 100, 0);
});

it.each([
  ["--from 2026-02-30", "expected a date YYYY-MM-DD"],
  ["--from 2026-02-01 --to 2026-01-01", "--to lies before --from"],
  ["--bad 2", "expected a share from 0 to 1"],
  ["--shuffle some", "expected a whole number"],
  ["--kafka --out events.ndjson", "cannot be used with option '--out <file>'"],
  ["--kafka --ledger 3210", "cannot be used with option '--ledger <id>'"],
])("%s is wrong use", async (words, said) => {
  const { code, err } = await run(words);
  expect(err).toContain(said);
  expect(code).toBe(2);
});

it("says when a file cannot be written", async () => {
  const { code, err } = await run(`--cases 1 --out ${join(folder, "none", "a.ndjson")}`);
  expect(err).toContain("cannot be written");
  expect(code).toBe(1);
});
