import { afterEach, beforeEach, expect, it } from "vitest";
import { type Peer, startPeer } from "../testing/peer.js";
import { runCommand } from "../testing/terminal.js";
import { sealCommand, sealsCommand } from "./seal.js";

let peer: Peer;
beforeEach(async () => {
  peer = await startPeer();
  peer.pages.set("/v1/ledgers", {
    items: [
      { ledger: "other", default: false, position: "7" },
      { ledger: "3209", default: true, position: "5" },
    ],
  });
  for (const ledger of ["3209", "other"]) peer.pages.set(`/v1/ledgers/${ledger}/seals`, { items: [] });
});
afterEach(() => peer.close());

const seals = (...words: readonly string[]) =>
  runCommand(sealsCommand, ["seals", ...words, "--json"], { ANSHI_URL: peer.url });

it.each([
  [[], "3209"],
  [["--ledger", "other"], "other"],
])("seals %j asks for those of ledger %s", async (words, ledger) => {
  expect((await seals(...words)).code).toBe(0);
  expect(peer.requests.map(({ url }) => url)).toEqual([
    "/v1/ledgers",
    `/v1/ledgers/${ledger}/seals?limit=20`,
  ]);
});

it("refuses a ledger that there is not, as verify and replay do", async () => {
  const mistyped = ["--ledger", "nope"];
  for (const { code, err } of [
    await seals(...mistyped),
    await runCommand(sealCommand, ["seal", ...mistyped], { ANSHI_URL: peer.url }),
  ]) {
    expect(err).toBe("anshi: --ledger: nope holds no event\n");
    expect(code).toBe(2);
  }
});

it("says so when the address is no Anshi service's", async () => {
  peer.pages.set("/v1/ledgers", {});
  expect(await seals()).toMatchObject({
    code: 1,
    err: expect.stringContaining("the answer names no ledger"),
  });
});
