import fc from "fast-check";
import { expect, it } from "vitest";
import {
  counterOf,
  counters,
  differFrom,
  indexOf,
  type Mark,
  marksBetween,
  type Placed,
  seriesOf,
} from "./mark.js";
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

/** What a version counts as of an instant, as words. */
function toldOf(counted: Partial<Placed["counted"]>, at: number): readonly string[] {
  const version: Placed = {
    kind: "dispatch.verify",
    place: 0,
    counted: {
      ...{ outcome: "open", startAt: 10, startDay: 1, missAt: null, missDay: null, provisional: false },
      ...{ closeAt: null, closeDay: null, success: null, score: null },
      ...counted,
    },
  };
  return [...sumsOf(marksBetween(null, version), at)].map(([key, n]) => {
    const [series = 0, index = 0, day] = key.split(" ").map(Number);
    const { axis, offset } = counterOf({ series, index });
    return `${n} ${axis} ${counters[axis][offset]} ${day}`;
  });
}

const running = { missAt: 20, missDay: 2 };
const late = { ...running, outcome: "late", closeAt: 30, closeDay: 3 } as const;
const rated = { outcome: "rated", score: 4 } as const;

it.each([
  ["nothing before it starts", running, 9, []],
  ["open", running, 19, ["1 start started 1"]],
  ["missed", running, 20, ["1 start started 1", "1 miss missed 2", "1 start missed 1"]],
  [
    "provisional until it is missed",
    { ...running, provisional: true },
    19,
    ["1 start started 1", "1 start provisional 1"],
  ],
  [
    "no longer provisional",
    { ...running, provisional: true },
    20,
    ["1 start started 1", "1 miss missed 2", "1 start missed 1"],
  ],
  [
    "stopped late",
    late,
    30,
    [
      ...["1 start started 1", "1 miss missed 2", "1 start missed 1"],
      ...["1 start late 1", "1 stop late 3", "1 miss late 2"],
    ],
  ],
  [
    "ended after its lapse",
    { ...late, outcome: "ended" },
    30,
    ["1 start started 1", "1 miss missed 2", "1 start missed 1"],
  ],
  [
    "kept",
    { outcome: "kept", closeAt: 15, closeDay: 1, provisional: true },
    15,
    ["1 start started 1", "1 start kept 1", "1 stop kept 1"],
  ],
  [
    "void",
    { outcome: "void", closeAt: 15, closeDay: 1 },
    15,
    ["1 start started 1", "1 start void 1", "1 stop void 1"],
  ],
  [
    "mediated in vain",
    { outcome: "kept", closeAt: 15, closeDay: 1, success: false },
    15,
    ["1 start started 1", "1 start kept 1", "1 stop kept 1", "1 stop failed 1"],
  ],
  ["rated", rated, 10, ["1 rating ratings 1", "4 rating scores 1"]],
  ["rated again", { ...rated, closeAt: 12, closeDay: 1 }, 12, []],
] as const)("counts what is %s", (_what, counted, at, expected) => {
  expect(toldOf(counted, at)).toEqual(expected);
});

it("changes nothing before the two versions differ", () => {
  const standing = (version: Placed | null) =>
    version === null
      ? null
      : {
          ...version.counted,
          slot: { clock: version.kind, unit: `U${version.place}`, online: null, origin: null },
        };
  fc.assert(
    fc.property(fc.option(placed), fc.option(placed), (before, after) => {
      const differsAt = differFrom(standing(before), standing(after));
      for (const { from } of marksBetween(before, after)) expect(from).toBeGreaterThanOrEqual(differsAt);
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
      index: fc.nat(4_294_967_295),
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
  expect(() => encodeMarks([{ from: 0, series: 0, index: 4_294_967_296, day: 0, n: 1 }])).toThrow(RangeError);
});
