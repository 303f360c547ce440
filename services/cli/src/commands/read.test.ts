import { afterEach, beforeEach, expect, it } from "vitest";
import { type Peer, startPeer } from "../testing/peer.js";
import { runCommand } from "../testing/terminal.js";
import { boardCommand } from "./board.js";
import { caseCommand } from "./case.js";

let peer: Peer;
beforeEach(async () => {
  peer = await startPeer();
});
afterEach(() => peer.close());

const board = {
  head: { ledger: "3209", position: "7" },
  asOf: "2026-11-23T00:00:00.000Z",
  knownAt: { position: "7" },
  ...{ cohort: "settled", ruleSet: "r", calendar: [], measures: [] },
};

it("asks for the board at the times and the window given", async () => {
  peer.pages.set("/v1/board", board);
  const words =
    "board --unit 320902 --measure 19.1 --as-of 2026-01-01T00:00:00+08:00 --known-at 5 --from 2026-01-01 --to 2026-01-31 --cohort closed --ledger 3210 --json";
  const { code, out } = await runCommand(boardCommand, words.split(" "), {
    ANSHI_URL: peer.url,
    ANSHI_TOKEN: "t",
  });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual(board);
  const [request] = peer.requests;
  expect(request?.token).toBe("Bearer t");
  expect(Object.fromEntries(new URL(request?.url ?? "", peer.url).searchParams)).toEqual({
    ledger: "3210",
    unit: "320902",
    measure: "19.1",
    asOf: "2026-01-01T00:00:00+08:00",
    knownAt: "5",
    from: "2026-01-01",
    to: "2026-01-31",
    cohort: "closed",
  });
  expect((await runCommand(boardCommand, ["board"], { ANSHI_URL: peer.url })).out).toMatch(
    /^账本 3209 {2}位置 7 /u,
  );
});

it("asks for a case by its name, whatever is in it", async () => {
  const { code, err } = await runCommand(caseCommand, ["case", "complaint", "投诉/1 2"], {
    ANSHI_URL: peer.url,
  });
  expect(peer.requests[0]?.url).toBe("/v1/cases/complaint/%E6%8A%95%E8%AF%89%2F1%202");
  expect(err).toBe("anshi: Not found: there is no such thing [not-found]\n");
  expect(code).toBe(1);
});

it("ends with 2 for a ledger that there is not", async () => {
  const problem = { title: "A parameter cannot be read", detail: "ledger: nope holds no event" };
  peer.mishap = () => ({ status: 400, body: { ...problem, code: "bad-parameter" } });
  const { code, out, err } = await runCommand(boardCommand, ["board", "--ledger", "nope"], {
    ANSHI_URL: peer.url,
  });
  expect(err).toContain("ledger: nope holds no event");
  expect([code, out]).toEqual([2, ""]);
});

it("says where it looked when nothing answers", async () => {
  await peer.close();
  const { code, err } = await runCommand(boardCommand, ["board"], { ANSHI_URL: peer.url });
  expect(code).toBe(1);
  expect(err).toContain(`nothing answers at ${peer.url} (connect ECONNREFUSED`);
  expect(err).toContain('"npm start" runs a service');
});

it.each([
  [["board", "--cohort", "all"], "Allowed choices are settled, received, closed"],
  [["board", "--unit", "1", "--by-unit"], "cannot be used with option '--by-unit'"],
  [["board", "--lang", "fr"], "Allowed choices are zh, en"],
  [["board", "more"], "too many arguments"],
])("%j is wrong use", async (words, said) => {
  const { code, err } = await runCommand(boardCommand, words, {});
  expect(err).toContain(said);
  expect(code).toBe(2);
});

it("shows help on stdout and ends well", async () => {
  const { code, out } = await runCommand(boardCommand, ["help", "board"], {});
  expect(out).toContain("--as-of <instant>");
  expect(code).toBe(0);
});
