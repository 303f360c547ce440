import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "@anshi/test-postgres/root";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Anshi, dataDirectory, runAnshi, startAnshi } from "./support/anshi.js";
import { projected } from "./support/client.js";

const readme = readFileSync(join(root, "README.md"), "utf8");
let directory: string;
let remove: () => Promise<void>;
let anshi: Anshi;
const run = (...words: readonly string[]) => runAnshi(words, { ANSHI_URL: anshi.url });

beforeAll(async () => {
  [directory, remove] = await dataDirectory();
  anshi = await startAnshi(directory);
});
afterAll(async () => {
  await anshi?.stop();
  await remove?.();
});

describe("what the README shows", { timeout: 60_000 }, () => {
  it("posts the event it prints", async () => {
    const event = /-d '(\{[\s\S]+?\})'/u.exec(readme)?.[1] ?? "";
    const response = await fetch(`${anshi.url}/v1/events`, {
      method: "POST",
      headers: { "content-type": "application/cloudevents+json" },
      body: event,
    });
    expect(await response.json()).toMatchObject({ accepted: 1, rejected: [] });
    await projected(anshi.url, "3209", 1n);
  });

  it("shows the board and a case, in both languages", async () => {
    const board = await run("board", "--measure", "25.1a");
    expect([board.code, board.stdout]).toEqual([0, expect.stringContaining("25.1a 投诉按时初查率")]);
    const english = await run("board", "--lang", "en", "--by-unit");
    expect([english.code, english.stdout]).toEqual([
      0,
      expect.stringContaining("Complaints decided on in time"),
    ]);
    const one = await run("case", "complaint", "C-2026-0001", "--lang", "en");
    expect([one.code, one.stdout]).toEqual([0, expect.stringContaining("art. 15")]);
    expect(one.stdout).toContain("2026-12-01");
    const none = await run("case", "complaint", "nobody");
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining("not-found")]);
  });

  it("imports CSV by the example mapping, shows what it would send, and keeps what is bad beside the file", async () => {
    const file = join(directory, "cases.csv");
    const mapping = join(root, "docs/examples/boston311.mapping.yaml");
    const rows = [
      "case_id,department,open_dt,target_dt,closed_dt,official_ontime",
      "1,PWDx,2015-01-01T00:25:23,2015-01-16T08:30:00,2015-01-02T16:17:43,ONTIME",
      "2,No Q,2015-01-01T00:25:23,2015-01-16T08:30:00,,OVERDUE",
      "3,PWDx,some day,2015-01-16T08:30:00,,OVERDUE",
    ];
    writeFileSync(file, `${rows.join("\n")}\n`);
    const dry = await run("import", file, "--mapping", mapping, "--dry-run", "1");
    expect([dry.code, dry.stdout]).toEqual([0, expect.stringContaining("2015-01-01T00:25:23-05:00")]);
    const done = await run("import", file, "--mapping", mapping, "--quiet", "--json", "--ledger", "boston");
    expect(done.code).toBe(1);
    expect(JSON.parse(done.stdout)).toMatchObject({ accepted: 3, duplicates: 0, rejected: 1 });
    const [bad = ""] = readFileSync(`${file}.rejected.ndjson`, "utf8").split("\n");
    expect(JSON.parse(bad)).toMatchObject({ row: 3, code: "mapping" });
  });

  it("publishes, writes the notice, says what changed since, and replays", async () => {
    const published = await run("publish", "2026-10", "--json");
    expect([published.code, JSON.parse(published.stdout)]).toMatchObject([0, { id: "2026-10.1" }]);
    const { position } = JSON.parse(published.stdout) as { readonly position: string };
    await projected(anshi.url, "3209", BigInt(position));
    const file = join(directory, "2026-10.xlsx");
    expect((await run("report", "2026-10", "--format", "xlsx", "--out", file)).code).toBe(0);
    expect(readFileSync(file).subarray(0, 2).toString()).toBe("PK");
    const recomputed = await run("publications", "2026-10", "--recompute", "--lang", "en");
    expect([recomputed.code, recomputed.stdout]).toEqual([0, expect.stringContaining(", 0 do not")]);
    // The publication itself moves no figure.
    expect((await run("diff", "--known-at", "1", "--known-at", position)).code).toBe(0);
    const changed = await run("diff", "--known-at", "0", "--known-at", "1", "--lang", "en");
    expect([changed.code, changed.stdout]).toEqual([1, expect.stringContaining("C-2026-0001")]);
    const replayed = await run("replay", "--data-dir", directory, "--quiet");
    expect([replayed.code, replayed.stdout]).toEqual([0, expect.stringContaining("1 publication(s)")]);
    // What would hold nothing against nothing is refused.
    for (const wrong of [
      ["--ledger", "nowhere"],
      ["--to", "9999"],
      ["--by", "occurred"],
    ])
      expect((await run("replay", "--data-dir", directory, "--quiet", ...wrong)).code).toBe(2);
    for (const command of ["board", "lists", "units", "calendar", "publications", "seals", "rejected list"]) {
      const asked = await run(...command.split(" "), "--ledger", "nowhere");
      expect([asked.code, asked.stderr]).toEqual([2, expect.stringContaining("nowhere holds no event")]);
    }
    const rules = join(directory, "rules.json");
    writeFileSync(rules, (await run("rules")).stdout.replaceAll('"days": 7,', '"days": 1,'));
    const tried = await run("replay", "--data-dir", directory, "--quiet", "--rules", rules);
    expect([tried.code, tried.stdout]).toEqual([1, expect.stringContaining("would be others")]);
  });

  it("lists the configuration with defaults and origin, and refuses what is no command", async () => {
    const config = await run("config", "--json");
    const rows = JSON.parse(config.stdout) as { name: string; origin: string; value: string }[];
    expect(rows.find(({ name }) => name === "ANSHI_URL")).toMatchObject({
      origin: "environment",
      value: anshi.url,
    });
    for (const [, name = ""] of readme.matchAll(/`(ANSHI_[A-Z_]+)`/gu)) {
      expect(rows.map((row) => row.name)).toContain(name);
    }
    expect((await run("boar")).code).toBe(2);
  });

  it("is there where a comment in the code refers to a page", () => {
    const sources = ["packages", "services"].flatMap((part) =>
      readdirSync(join(root, part), { recursive: true, encoding: "utf8" })
        .filter((file) => /^\w+\/src\/.*\.ts$/u.test(file))
        .map((file) => readFileSync(join(root, part, file), "utf8")),
    );
    const pages = new Set(
      sources.flatMap((text) =>
        [...text.matchAll(/\b(?:docs\/)?([a-z]+\.md)\b/gu)].map(([, page = ""]) => page),
      ),
    );
    expect(pages.size).toBeGreaterThan(2);
    for (const page of pages) expect([page, existsSync(join(root, "docs", page))]).toEqual([page, true]);
  });

  it("links only to what is there", () => {
    for (const page of ["README.md", "README.zh-CN.md"]) {
      const text = readFileSync(join(root, page), "utf8");
      for (const [, target = ""] of text.matchAll(/\]\((?!https?:)([^)#]+)\)/gu)) {
        expect([target, existsSync(join(root, target))]).toEqual([target, true]);
      }
    }
  });
});
