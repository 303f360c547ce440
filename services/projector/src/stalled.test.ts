import type { LedgerId } from "@anshi/ledger";
import { expect, it } from "vitest";
import { stalled } from "./stalled.js";
import type { Progress } from "./worker.js";

const progress = (over: Partial<Progress>): Progress => ({
  ledger: "3209" as LedgerId,
  claimed: true,
  steppedAt: 1_000_000,
  lastError: null,
  ...over,
});

it("is ready while every ledger it holds makes steps", () => {
  expect(stalled([], 0)).toBeNull();
  expect(stalled([progress({})], 1_015_000)).toBeNull();
});

it("is not when one hangs or fails", () => {
  expect(stalled([progress({})], 1_015_001)).toBe("3209 has made no step for 15 s");
  expect(stalled([progress({ lastError: "no room" })], 1_000_000)).toBe("projecting 3209 failed: no room");
});

it("does not answer for ledgers another projector holds", () => {
  expect(stalled([progress({ claimed: false })], 9_000_000)).toBeNull();
});
