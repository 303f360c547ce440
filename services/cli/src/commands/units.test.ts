import { afterEach, beforeEach, expect, it } from "vitest";
import { type Peer, startPeer } from "../testing/peer.js";
import { runCommand } from "../testing/terminal.js";
import { calendarCommand, unitsCommand } from "./units.js";

let peer: Peer;
beforeEach(async () => {
  peer = await startPeer();
});
afterEach(() => peer.close());

it("draws the tree of units", async () => {
  const unit = (
    id: string,
    name: string | null,
    parent: string | null,
    regionCode: string | null = null,
  ) => ({
    ...{ id, name, parent, regionCode },
  });
  const body = {
    items: [
      unit("3209", null, null),
      unit("320900", "盐城市", "3209", "320900"),
      unit("320903-yn", "盐南高新区", "320900", "320903"),
    ],
    next: null,
  };
  peer.pages.set("/v1/units", body);
  const run = (...words: readonly string[]) =>
    runCommand(unitsCommand, ["units", ...words], { ANSHI_URL: peer.url });
  expect((await run("--lang", "en")).out).toBe(
    "3209\n  320900 盐城市\n    320903-yn 盐南高新区 [region 320903]\n",
  );
  expect(JSON.parse((await run("--known-at", "7", "--json")).out)).toEqual(body);
  expect(peer.requests.at(-1)?.url).toBe("/v1/units?knownAt=7");
});

it("shows a year by months", async () => {
  const run = (...words: readonly string[]) =>
    runCommand(calendarCommand, ["calendar", ...words], { ANSHI_URL: peer.url });
  const body = {
    ...{ year: 2026, version: "cn-2026@notice", source: "built-in", provisional: false },
    ...{ off: ["2026-10-01", "2026-10-02", "2026-10-03", "2026-01-01"], work: ["2026-10-10"] },
  };
  peer.pages.set("/v1/calendar", body);
  const { code, out } = await run("2026", "--lang", "en");
  expect(code).toBe(0);
  expect(peer.requests.at(-1)?.url).toBe("/v1/calendar?year=2026");
  expect(out).toContain("2026  cn-2026@notice  built in (State Council notice)");
  // October 2026 has 22 days from Monday to Friday; two are off, a Saturday is worked on.
  expect(out).toMatch(/│ 10 +│ 1–3 +│ 10 +│ +21 │/u);
  // 261 days from Monday to Friday, 1 January a Thursday.
  expect(out).toContain("working days of the year: 259");
  peer.pages.set("/v1/calendar", {
    year: 2027,
    version: null,
    source: null,
    provisional: true,
    off: [],
    work: [],
  });
  expect((await run("2027")).out).toContain("放假安排尚未公布");
  expect((await run("20x")).code).toBe(2);
});

it("names a foreign answer as one", async () => {
  peer.pages.set("/v1/calendar", { hello: "world" });
  peer.pages.set("/v1/units", { hello: "world" });
  const env = { ANSHI_URL: peer.url };
  expect(await runCommand(calendarCommand, ["calendar"], env)).toMatchObject({ code: 1 });
  expect((await runCommand(unitsCommand, ["units"], env)).err).toContain("no list of units");
});
