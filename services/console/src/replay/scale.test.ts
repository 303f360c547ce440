import fc from "fast-check";
import { expect, it } from "vitest";
import { moved, positionAt, STEPS, stepOf, typedPosition } from "./scale.js";

const heads = fc.bigInt({ min: 0n, max: 10n ** 18n - 1n });

it("reaches both ends, and comes back to the step it went from, beyond 2^53 too", () => {
  fc.assert(
    fc.property(heads, fc.integer({ min: 0, max: STEPS }), (head, step) => {
      expect(positionAt(0, head)).toBe(0n);
      expect(positionAt(STEPS, head)).toBe(head);
      if (head >= BigInt(STEPS)) {
        const back = stepOf(positionAt(step, head), head);
        expect(step - back).toBeGreaterThanOrEqual(0);
        expect(step - back).toBeLessThanOrEqual(1);
      }
    }),
  );
});

it("moves on until the head and back until 0", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 18n - 1n }), (head) => {
      let at = 0n;
      for (let turn = 0; turn < 220 && at < head; turn += 1) {
        const next = moved(at, head, 1);
        expect(next > at).toBe(true);
        at = next;
      }
      expect(at).toBe(head);
      expect(moved(1n, head, -1) < 1n).toBe(true);
    }),
  );
});

it("reads positions as people write them", () => {
  expect(typedPosition("9,007,199,254,740,993")).toBe(9_007_199_254_740_993n);
  for (const text of ["", "-1", "1.5", "abc", "1234567890123456789"]) expect(typedPosition(text)).toBeNull();
});
