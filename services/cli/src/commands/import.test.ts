import { access, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Peer, startPeer } from "../testing/peer.js";
import { type Outcome, runCommand } from "../testing/terminal.js";
import { importCommand } from "./import.js";

const boston = fileURLToPath(new URL("../../../../docs/examples/boston311.mapping.yaml", import.meta.url));
let folder: string;
let peer: Peer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "anshi-import-"));
  peer = await startPeer();
});
afterEach(async () => {
  await peer.close();
  await rm(folder, { recursive: true });
});

const run = (...words: readonly string[]): Promise<Outcome> =>
  runCommand(importCommand, ["import", ...words], { ANSHI_URL: peer.url, ANSHI_TOKEN: "secret" });
const put = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};
const event = (id: string) =>
  JSON.stringify({ specversion: "1.0", source: "urn:x", id, type: "t", subject: "s" });
const many = (n: number) => Array.from({ length: n }, (_, at) => event(`e${at}`)).join("\n");
const ids = () => [...peer.kept.values()].map(({ id }) => id ?? "");
const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

describe("anshi import", () => {
  it("sends every event once, in batches, and tidies up", async () => {
    const file = await put("e.ndjson", many(1_234));
    const { code, out } = await run(file, "--batch", "100", "--ledger", "3210", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      rows: 1_234,
      events: 1_234,
      accepted: 1_234,
      duplicates: 0,
      rejected: 0,
      files: [{ file, resumedAfter: 0, rejectedFile: null }],
    });
    expect(peer.kept.size).toBe(1_234);
    expect(peer.requests).toHaveLength(13);
    expect(peer.requests[0]).toEqual({
      url: "/v1/events?ledger=3210",
      type: "application/cloudevents-batch+json",
      token: "Bearer secret",
      size: 100,
    });
    expect(await readdir(folder)).toEqual(["e.ndjson"]);
    const again = await run(file);
    expect(again.out).toContain("1234 rows, 1234 events: 0 accepted, 1234 duplicate, 0 rejected; ");
  });

  it("writes down what is rejected, with row, reason and event, and ends with 1", async () => {
    const file = await put("e.ndjson", `${event("a")}\n${event("bad1")}\noops\n${event("b")}\n`);
    const { code, out } = await run(file);
    expect(code).toBe(1);
    expect(out).toContain(
      `4 rows, 3 events: 2 accepted, 0 duplicate, 2 rejected, see ${file}.rejected.ndjson`,
    );
    const lines = (await readFile(`${file}.rejected.ndjson`, "utf8")).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        row: 2,
        index: 0,
        id: "bad1",
        code: "invalid-data",
        message: "expected a unit id",
        path: "data.unit",
        faults: [{ path: "data.unit" }],
        event: JSON.parse(event("bad1")),
      },
      expect.objectContaining({ row: 3, id: null, code: "not-json", event: null }),
    ]);
  });

  it("turns a table into events through a mapping", async () => {
    const file = await put(
      "boston.csv",
      [
        "case_id,department,open_dt,target_dt,closed_dt,official_ontime",
        "1,INFO,2015-01-01T00:20:09,,2015-01-02T09:08:42,ONTIME",
        "2,PWDx,2015-01-01T00:25:23,2015-01-16T08:30:00,2015-01-02T16:17:43,ONTIME",
        "3,PWDx,2015-01-01T00:25:23,2015-01-16T08:30:00,,OVERDUE",
        "4,PWDx,2015-01-01T00:25:23,2015-01-16T08:30:00,yesterday,ONTIME",
      ].join("\n"),
    );
    const { code, out } = await run(file, "--mapping", boston, "--json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ rows: 4, events: 4, accepted: 4, rejected: 1 });
    expect(ids().sort()).toEqual(["2/issued", "2/verified", "3/issued", "4/issued"]);
    expect(JSON.parse(await readFile(`${file}.rejected.ndjson`, "utf8"))).toMatchObject({
      row: 4,
      index: 1,
      id: "4/verified",
      code: "mapping",
      path: "events[1].time",
      message: 'closed_dt: expected a date or a time, found "yesterday"',
    });
  });

  it("loses nothing and counts nothing twice while the service stumbles", async () => {
    const file = await put("e.ndjson", many(600));
    peer.mishap = (request) => {
      // They end at some time: else one batch could meet nothing but mishaps.
      if (request >= 40) return undefined;
      if (request % 4 === 1)
        return { status: 503, body: { title: "Busy", code: "x" }, headers: { "retry-after": "2" } };
      if (request % 4 === 2) return "break-after";
      return request % 4 === 3 ? "break-before" : undefined;
    };
    const { code, out, err } = await run(file, "--batch", "20", "--retry-seconds", "3600", "--json");
    expect(code).toBe(0);
    const { accepted, duplicates } = JSON.parse(out) as { accepted: number; duplicates: number };
    expect(accepted + duplicates).toBe(600);
    expect(peer.kept.size).toBe(600);
    expect(err).toContain("trying again for 3600 s");
  });

  it("waits for a service that restarts", async () => {
    const file = await put("e.ndjson", many(300));
    const { port, kept } = peer;
    peer.mishap = (request) => (request === 2 ? "break-after" : undefined);
    let back: Promise<Peer> | undefined;
    await peer.close();
    const outcome = await runCommand(
      importCommand,
      ["import", file, "--batch", "20"],
      { ANSHI_URL: peer.url },
      async () => {
        back ??= startPeer(port, kept as Map<string, object>);
        peer = await back;
      },
    );
    expect(outcome.code).toBe(0);
    expect(kept.size).toBe(300);
  });

  it("goes on where it stopped", async () => {
    const file = await put("e.ndjson", `${event("bad0")}\n${many(399)}`);
    peer.mishap = (request) =>
      request >= 5 ? { status: 401, body: { title: "A token is needed", code: "unauthorized" } } : undefined;
    const stopped = await run(file, "--batch", "20", "--concurrency", "1");
    expect(stopped).toMatchObject({ code: 1, out: "" });
    expect(stopped.err).toContain(
      "anshi: A token is needed [unauthorized]. Run the same command again to go on",
    );
    expect(peer.kept.size).toBe(99);

    peer.mishap = () => undefined;
    const before = peer.requests.length;
    const { code, out } = await run(file, "--batch", "20", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      rows: 400,
      accepted: 399,
      duplicates: 0,
      rejected: 1,
      files: [{ resumedAfter: 100 }],
    });
    expect(peer.requests.length - before).toBe(15);
    expect((await readFile(`${file}.rejected.ndjson`, "utf8")).trimEnd().split("\n")).toHaveLength(1);
    expect(await exists(`${file}.anshi-progress.json`)).toBe(false);
  });

  it("begins anew when told so, or when the file is another", async () => {
    const file = await put("e.ndjson", many(100));
    const refuse = { status: 403, body: {} };
    const stop = async () => {
      const from = peer.requests.length;
      peer.mishap = (request) => (request - from >= 2 ? refuse : undefined);
      expect((await run(file, "--batch", "20", "--concurrency", "1")).code).toBe(1);
      peer.mishap = () => undefined;
    };
    const resumedAfter = async (...words: readonly string[]) => {
      const { out } = await run(file, "--json", ...words);
      return (JSON.parse(out) as { files: readonly { resumedAfter: number }[] }).files[0]?.resumedAfter;
    };
    await stop();
    expect(await resumedAfter("--restart")).toBe(0);
    await stop();
    await writeFile(file, many(101));
    expect(await resumedAfter()).toBe(0);
    await stop();
    expect(await resumedAfter()).toBe(40);
  });

  it("keeps its files elsewhere when asked", async () => {
    const file = await put("e.ndjson", event("bad"));
    const elsewhere = await mkdtemp(join(tmpdir(), "anshi-state-"));
    expect((await run(file, "--state-dir", elsewhere)).out).toContain(
      join(elsewhere, "e.ndjson.rejected.ndjson"),
    );
    expect(await readdir(folder)).toEqual(["e.ndjson"]);
    expect((await run(file, "--state-dir", join(elsewhere, "none"))).err).toContain(
      "--state-dir names another place",
    );
    await rm(elsewhere, { recursive: true });
  });

  it("does not take another server for the service", async () => {
    const file = await put("e.ndjson", many(2));
    peer.mishap = () => ({ status: 200, body: { hello: "world" } });
    expect(await run(file)).toMatchObject({
      code: 1,
      err: expect.stringContaining("does not answer as Anshi does"),
    });
    peer.mishap = () => ({ status: 200, body: { accepted: 1, duplicates: 0, rejected: [] } });
    expect(await run(file)).toMatchObject({ code: 1 });
  });
});

describe("anshi import --dry-run", () => {
  it("prints the events of the first rows and sends nothing", async () => {
    const file = await put(
      "boston.csv",
      "case_id,department,open_dt,target_dt,closed_dt,official_ontime\n2,PWDx,2015-01-01T00:25:23,2015-01-16T08:30:00,2015-01-02T16:17:43,ONTIME\n3,A,2015-01-01T00:25:23,soon,,ONTIME\n",
    );
    const first = await run(file, "--mapping", boston, "--dry-run", "1");
    expect(first.code).toBe(0);
    expect(
      first.out
        .trimEnd()
        .split("\n")
        .map((line) => (JSON.parse(line) as { id: string }).id),
    ).toEqual(["2/issued", "2/verified"]);
    const both = await run(file, "--mapping", boston, "--dry-run", "2");
    expect(both.code).toBe(1);
    expect(both.err).toContain("boston.csv row 2: events[0].data.dueAt: target_dt: expected a date");
    expect(peer.requests).toEqual([]);
  });
});

describe("wrong use ends with 2", () => {
  it.each([
    [["import"], "missing required argument 'file'"],
    [["import", "a.txt"], "expected a name ending in .ndjson"],
    [["import", "a.csv"], "a table needs --mapping FILE"],
    [["import", "a.ndjson", "--mapping", boston], "--mapping is for tables"],
    [["import", "a.csv", "--mapping", "none.yaml"], "none.yaml cannot be read"],
    [["import", "none.ndjson"], "none.ndjson cannot be read"],
    [["import", "a.ndjson", "--batch", "0"], "expected a whole number from 1 to 5000"],
    [["import", "a.ndjson", "--colour"], "unknown option '--colour'"],
    [["frobnicate"], "unknown command 'frobnicate'"],
  ])("%j", async (words, said) => {
    const { code, err } = await runCommand(importCommand, words, {});
    expect(err).toContain(said);
    expect(code).toBe(2);
  });

  it("lists everything wrong with a mapping", async () => {
    const file = await put("a.csv", "case_id,open_dt\n1,2015-01-01\n");
    const columns = await run(file, "--mapping", boston);
    expect(columns.code).toBe(2);
    expect(columns.err).toContain("boston311.mapping.yaml has 8 faults:");
    expect(columns.err).toContain(
      'events[0].data.unit: the file has no column "department"; it has: case_id, open_dt',
    );
    const mapping = await put("m.yaml", "timeZone: Asia/Shanghai\n");
    expect((await run(file, "--mapping", mapping)).err).toContain("m.yaml has a fault:\n  events: missing");
  });
});
