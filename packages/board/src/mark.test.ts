import fc from "fast-check";
import { expect, it } from "vitest";
import { counterOf, indexOf, type Mark, marksBetween, type Placed, seriesOf } from "./mark.js";
import { decodeMarks, encodeMarks } from "./mark-bytes.js";

const day = fc.integer({ min: 20_000, max: 20_003 });
const instant = fc.integer({ min: 0, max: 5 });
const placed: fc.Arbitrary<Placed> = fc.record({
  kind: fc.constantFrom("complaint.mediate", "dispatch.verify"),
  place: fc.integer({ min: 0, max: 2 }),
  counted: fc.record({
    outcome: fc.constantFrom("open", "kept", "late", "void", "ended", "rated"),
    startAt: instant,
    startDay: day,
    missAt: fc.option(instant),
    missDay: fc.option(day),
    provisional: fc.boolean(),
    closeAt: fc.option(instant),
    closeDay: fc.option(day),
    success: fc.option(fc.boolean()),
    score: fc.option(fc.integer({ min: 1, max: 5 })),
  }),
});

/** What marks add up to as of an instant. */
function sumsOf(marks: readonly Mark[], at: number): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { from, series, index, day, n } of marks) {
    const key = `${series} ${index} ${day}`;
    if (from <= at) sums.set(key, (sums.get(key) ?? 0) + n);
  }
  for (const [key, n] of sums) if (n === 0) sums.delete(key);
  return sums;
}

it("adds up to the version there is, whichever versions were before it, at every instant", () => {
  fc.assert(
    fc.property(fc.array(fc.option(placed), { minLength: 1, maxLength: 4 }), instant, (versions, at) => {
      const changes = versions.flatMap((version, nth) => marksBetween(versions[nth - 1] ?? null, version));
      expect(sumsOf(changes, at)).toEqual(sumsOf(marksBetween(null, versions.at(-1) ?? null), at));
    }),
  );
});

it("says nothing of a version that counts like the one before", () => {
  fc.assert(
    fc.property(placed, (version) => {
      expect(marksBetween(version, { ...version })).toEqual([]);
    }),
  );
});

it("counts what was stopped before it started from its start on", () => {
  const stopped: Placed = {
    kind: "dispatch.verify",
    place: 1,
    counted: {
      ...{ outcome: "kept" as const, startAt: 9, startDay: 20_000, closeAt: 3, closeDay: 20_000 },
      ...{ missAt: null, missDay: null, provisional: false, success: null, score: null },
    },
  };
  expect(new Set(marksBetween(null, stopped).map(({ from }) => from))).toEqual(new Set([9]));
});

it("finds the counter again that a mark names", () => {
  const mark = { series: seriesOf("dispatch.verify", "stop"), index: indexOf("stop", 7, "void") };
  expect(counterOf(mark)).toEqual({ kind: "dispatch.verify", place: 7, axis: "stop", offset: 2 });
});

it("is read as it was written, one row's after another's", () => {
  const marks = fc.array(
    fc.record({
      from: fc.integer({ min: -8e15, max: 8e15 }),
      series: fc.nat(255),
      index: fc.nat(65_535),
      day: fc.integer({ min: -2_147_483_648, max: 2_147_483_647 }),
      n: fc.integer({ min: -32_768, max: 32_767 }),
    }),
  );
  fc.assert(
    fc.property(marks, marks, (one, other) => {
      const bytes = Buffer.concat([encodeMarks(one), encodeMarks(other)]);
      expect(decodeMarks(bytes)).toEqual([...one, ...other]);
    }),
  );
  expect(() => encodeMarks([{ from: 0, series: 0, index: 65_536, day: 0, n: 1 }])).toThrow(RangeError);
});
