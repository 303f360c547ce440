import * as fc from "fast-check";
import type { Choices } from "./fact-data.js";
import { type OracleCaseKind, storiesOf, typesOf } from "./stories.js";

/** One thing that is to happen in a history; `histories.ts` makes a fact of it. */
export interface Step {
  readonly act: string;
  readonly when: When;
  /** Index of the unit it names, if it names one. */
  readonly unit: number;
  readonly choices: Choices;
  /** Picks the letters its id begins with: ids must not sort as they are told. */
  readonly name: number;
}

export type When =
  /** A number of days after the fact told before, at a time of that day (ms). */
  | { readonly from: "last"; readonly days: number; readonly moment: number }
  /** Near the lapse of an open clock, as it stands by then (ms beside it). */
  | { readonly from: "due"; readonly clock: number; readonly beside: number }
  /** On a day between the last fact and the lapse of an open clock: so many hundredths of the way. */
  | { readonly from: "within"; readonly clock: number; readonly part: number; readonly moment: number }
  /** At the very instant of an earlier fact. */
  | { readonly from: "tie"; readonly fact: number };

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Times of day; the first ones are drawn most. */
const moment = fc.constantFrom(9 * hourMs, 12 * hourMs, 0, 12 * hourMs + 1, 17 * hourMs, dayMs - 1, 0, 1);

const days = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(3, 1, 8, 5, 0, 2, 13, 1, 14, 0) },
  { weight: 3, arbitrary: fc.constantFrom(20, 21, 22, 30, 44, 59, 60, 61, 64, 90) },
  { weight: 2, arbitrary: fc.constantFrom(-1, -2, -6, -20) },
);

const afterLast: fc.Arbitrary<When> = fc.record({ from: fc.constant("last"), days, moment });

const nearDue: fc.Arbitrary<When> = fc.record({
  from: fc.constant("due"),
  clock: fc.nat(2),
  beside: fc.constantFrom(
    -1,
    -1,
    0,
    0,
    1,
    -15 * hourMs,
    9 * hourMs,
    -dayMs - 1,
    -dayMs,
    -2 * dayMs - 1,
    -5 * dayMs,
    3 * dayMs,
  ),
});

const within: fc.Arbitrary<When> = fc.record({
  from: fc.constant("within"),
  clock: fc.nat(2),
  part: fc.nat(99),
  moment,
});

const tie: fc.Arbitrary<When> = fc.record({ from: fc.constant("tie"), fact: fc.nat(13) });

/** Acts that matter most near the end of a clock's time. */
const lateActs = [
  "extended",
  "suspended",
  "verified",
  "completed",
  "agreed",
  "terminated",
  "accepted",
  "rejected",
  "settled",
  "failed",
  "disposed",
  "transferred",
  "returned",
  "withdrawn",
  "repeated",
];

/** Acts that only matter while a clock runs. */
const midwayActs = ["extended", "suspended", "repeated"];

const resuming: fc.Arbitrary<When> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      from: fc.constant("last"),
      days: fc.constantFrom(11, 5, 1, 2, 3, 8, 15, 30, 0, -1),
      moment,
    }),
  },
  { weight: 1, arbitrary: tie },
);

/** `tense`: the story is about a due that moves, so that what follows should come close to it. */
function whenOf(act: string, tense: boolean): fc.Arbitrary<When> {
  if (act === "resumed") return resuming;
  const late = lateActs.includes(act);
  const midway = midwayActs.includes(act);
  return fc.oneof(
    { weight: tense ? 3 : 6, arbitrary: afterLast },
    { weight: midway ? 8 : 2, arbitrary: within },
    { weight: late && tense && !midway ? 14 : late ? 5 : 1, arbitrary: nearDue },
    { weight: 1, arbitrary: tie },
  );
}

function step(act: string, unit: fc.Arbitrary<number>, tense: boolean): fc.Arbitrary<Step> {
  return fc.record({
    act: fc.constant(act),
    when: whenOf(act, tense),
    unit,
    choices: fc.record({ a: fc.nat(99), b: fc.nat(99), c: fc.nat(99) }),
    name: fc.nat(9),
  });
}

const someUnit = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.constant(1) },
  { weight: 1, arbitrary: fc.constant(2) },
);

function anyStep(kind: OracleCaseKind): fc.Arbitrary<Step> {
  const acts = typesOf[kind].map((type) => type.split(".")[3] ?? "");
  const receipt = acts[0] ?? "";
  return fc.constantFrom(receipt, ...acts, "retracted").chain((act) => step(act, someUnit, false));
}

function told(story: string): fc.Arbitrary<readonly Step[]> {
  const tense = /extended|suspended/.test(story);
  const steps = story.split(" ").map((word) => {
    const [act = "", unit = "0"] = word.split("/");
    return step(act, fc.constant(Number(unit)), tense);
  });
  return fc.tuple(...steps);
}

/** A story with a few other things thrown in between. */
function disturbed(kind: OracleCaseKind): fc.Arbitrary<readonly Step[]> {
  const noise = fc.array(fc.record({ before: fc.nat(8), step: anyStep(kind) }), { maxLength: 5 });
  return fc
    .tuple(fc.oneof(...storiesOf[kind].map(told)), noise)
    .map(([story, others]) =>
      others.reduce<readonly Step[]>(
        (steps, { before, step: other }) => steps.toSpliced(Math.min(before, steps.length), 0, other),
        story,
      ),
    );
}

/** 1 to 14 steps of a case: a plain story, a disturbed one, or anything at all. */
export function steps(kind: OracleCaseKind): fc.Arbitrary<readonly Step[]> {
  return fc
    .oneof(
      { weight: 5, arbitrary: fc.oneof(...storiesOf[kind].map(told)) },
      { weight: 5, arbitrary: disturbed(kind) },
      { weight: 2, arbitrary: fc.array(anyStep(kind), { minLength: 1, maxLength: 14 }) },
    )
    .map((all) => all.slice(0, 14));
}
