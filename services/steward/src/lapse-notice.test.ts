import { clockKinds } from "@anshi/domain";
import type { LedgerId } from "@anshi/ledger";
import { expect, it } from "vitest";
import { payloads } from "./lapse-notice.js";

const longest = [...clockKinds].sort((a, b) => b.length - a.length)[0] ?? "complaint.mediate";
const lapsed = (units: number) => ({
  ledger: "l".repeat(64) as LedgerId,
  from: Date.parse("2026-11-22T15:59:59Z"),
  at: Date.parse("2026-11-22T16:00:00Z"),
  counts: Array.from({ length: units }, (_none, n) => ({
    clock: longest,
    unit: String(n).padStart(32, "u"),
    count: 1_000_000_000 + n,
  })),
});

it("tells every count once, in payloads that PostgreSQL takes", () => {
  const all = lapsed(3_000);
  const texts = payloads(all);
  for (const text of texts) expect(Buffer.byteLength(text)).toBeLessThan(8_000);
  const told = texts.map((text) => JSON.parse(text));
  expect(told.flatMap(({ counts }) => counts)).toEqual(all.counts);
  expect(told[0]).toMatchObject({
    ledger: all.ledger,
    from: "2026-11-22T15:59:59.000Z",
    at: "2026-11-22T16:00:00.000Z",
  });
});

it("says nothing of nothing", () => {
  expect(payloads(lapsed(0))).toEqual([]);
});
