import { parseInstant } from "@anshi/domain";
import fc from "fast-check";
import { expect, it } from "vitest";
import { readInstant } from "./read-instant.js";

const two = (most: number) => fc.integer({ min: 0, max: most }).map((n) => String(n).padStart(2, "0"));
const text = fc
  .tuple(
    fc.integer({ min: 0, max: 9999 }).map((n) => String(n).padStart(4, "0")),
    ...[two(13), two(32), two(25), two(61), two(61)],
    fc.constantFrom("", ".1", ".123", ".1234", ".123456", ".12x"),
    fc.oneof(
      fc.constantFrom("Z", "z", "", "+08"),
      fc
        .tuple(fc.constantFrom("+", "-"), two(25), two(61))
        .map(([sign, hour, minute]) => `${sign}${hour}:${minute}`),
    ),
  )
  .map(
    ([year, month, day, hour, minute, second, fraction, zone]) =>
      `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${zone}`,
  );

it("reads what parseInstant reads, as it does", () => {
  fc.assert(
    fc.property(text, fc.option(fc.tuple(fc.nat(30), fc.constantFrom(..."09-+.:TZ x"))), (own, change) => {
      const given = change === null ? own : own.slice(0, change[0]) + change[1] + own.slice(change[0] + 1);
      expect([given, readInstant(given)]).toEqual([given, parseInstant(given)]);
    }),
    { numRuns: 20_000 },
  );
});
