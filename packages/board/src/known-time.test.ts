import { parseInstant, zone } from "@anshi/domain";
import { expect, it } from "vitest";
import { KnownTime } from "./known-time.js";

const at = (text: string): number => parseInstant(`${text}+08:00`) ?? Number.NaN;

it("tells of each midnight once that the latest instant passes, the last where there were several", () => {
  const known = new KnownTime(zone("Asia/Shanghai"), Number.NEGATIVE_INFINITY);
  const learnt = [
    ["2026-03-02T09:00:00", null],
    ["2026-03-02T23:59:59.999", null],
    ["2026-03-01T00:00:00", null],
    ["2026-03-03T00:00:00", at("2026-03-03T00:00:00")],
    ["2026-03-03T08:00:00", null],
    ["2026-03-06T08:00:00", at("2026-03-06T00:00:00")],
    ["2026-03-04T08:00:00", null],
  ] as const;
  for (const [instant, midnight] of learnt) expect(known.learn(at(instant))).toBe(midnight);
  expect(known.latest).toBe(at("2026-03-06T08:00:00"));
  const again = new KnownTime(zone("Asia/Shanghai"), at("2026-03-06T08:00:00"));
  expect(again.learn(at("2026-03-06T09:00:00"))).toBe(null);
  expect(again.learn(at("2026-03-07T09:00:00"))).toBe(at("2026-03-07T00:00:00"));
});
