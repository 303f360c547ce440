import {
  type Assessment,
  alwaysReceived,
  type Clock,
  type ClockKind,
  type Cohort,
  type Counts,
  clockKinds,
  missDay,
  missVisible,
  noCounts,
  type Origin,
  type SlotCounts,
  stateAt,
  type Zone,
} from "@anshi/domain";
import { type Chain, firstAbove, firstFrom } from "./chain.js";

const names = Object.keys(noCounts) as readonly (keyof Counts)[];
const at = Object.fromEntries(names.map((name, index) => [name, index])) as {
  readonly [name in keyof Counts]: number;
};
const succeeded: ReadonlySet<string> = new Set(["agreed", "settled"]);
/** Differences of a slot's counts from one question of a chain to the next, counter by counter. */
export interface Cells {
  readonly chain: number;
  readonly cohort: Cohort;
  readonly clock: ClockKind;
  readonly unit: string;
  readonly online: boolean | null;
  readonly origin: Origin | null;
  readonly steps: Int32Array;
}

/**
 * What assessed cases count in many boards at once. It states domain.md §3 by itself, from the states of a clock, and shares no
 * counter with the board.
 */
export class Tallies {
  private readonly all: Cells[] = [];
  /** By chain and cohort, unit, and place of the other flags. */
  private readonly byUnit: Map<string, Cells[]>[] = [];

  constructor(
    private readonly chains: readonly Chain[],
    private readonly zone: Zone,
  ) {}

  /** Counts a case in every board whose P lies in [from, until). */
  add(assessment: Assessment, from: number, until: number): void {
    for (const [nth, chain] of this.chains.entries()) {
      const low = firstFrom(chain.knownAt, from);
      const high =
        until === Number.POSITIVE_INFINITY ? chain.knownAt.length : firstFrom(chain.knownAt, until);
      if (low >= high) continue;
      for (const clock of assessment.clocks) {
        this.addClock(nth, chain, chain.cohort, clock, assessment.online, low, high);
        if (chain.cohort !== "received" && alwaysReceived.has(clock.kind))
          this.addClock(nth, chain, "received", clock, assessment.online, low, high);
      }
      if (assessment.ratings.length > 0) this.addRatings(nth, chain, assessment, low, high);
    }
  }

  /** All counted so far. */
  cells(): readonly Cells[] {
    return this.all;
  }

  private addClock(
    nth: number,
    chain: Chain,
    cohort: Cohort,
    clock: Clock,
    online: boolean | null,
    low: number,
    high: number,
  ): void {
    const visible = missVisible(clock) ?? Number.POSITIVE_INFINITY;
    const close = clock.close ?? Number.POSITIVE_INFINITY;
    const ends = visible < close ? [visible, close] : [close, visible];
    let steps: Int32Array | undefined;
    let began = clock.start;
    for (const end of [...ends, Number.POSITIVE_INFINITY]) {
      if (end <= began) continue;
      const first = Math.max(low, firstFrom(chain.asOf, began));
      const last = Math.min(high, firstFrom(chain.asOf, end));
      const state = stateAt(clock, began);
      began = end;
      if (first >= last || state === undefined) continue;
      steps ??= this.stepsOf(nth, chain, cohort, clock, online);
      const { startDay, closeDay } = clock;
      if (state === "pending") {
        if (cohort === "closed") continue;
        const day = cohort === "received" ? startDay : null;
        addRun(steps, chain, at.pending, first, last, day);
        if (clock.due.provisional) addRun(steps, chain, at.provisional, first, last, day);
        continue;
      }
      const missed = state === "late" || state === "overdue";
      if (cohort === "received") addRun(steps, chain, at[state], first, last, startDay);
      else if (cohort === "settled") {
        const day = missed ? missDay(clock) : closeDay;
        if (day !== null) addRun(steps, chain, at[state], first, last, day);
      } else if (state !== "overdue" && closeDay !== null) {
        addRun(steps, chain, at[state], first, last, closeDay);
      }
      if ((state === "kept" || state === "late") && closeDay !== null && hasSuccess(clock.kind)) {
        const counter = succeeded.has(clock.closedBy ?? "") ? at.succeeded : at.failed;
        addRun(steps, chain, counter, first, last, closeDay);
      }
    }
  }

  /** The last rating by T counts, on its own day. */
  private addRatings(
    nth: number,
    chain: Chain,
    { ratings, online }: Assessment,
    low: number,
    high: number,
  ): void {
    for (const [index, rating] of ratings.entries()) {
      const next = ratings[index + 1]?.at ?? Number.POSITIVE_INFINITY;
      const first = Math.max(low, firstFrom(chain.asOf, rating.at));
      const last = Math.min(high, firstFrom(chain.asOf, next));
      if (first >= last) continue;
      const slot = { kind: "complaint.mediate", unit: rating.unit, origin: null } as const;
      const steps = this.stepsOf(nth, chain, chain.cohort, slot, online);
      const day = this.zone.dayOf(rating.at);
      addRun(steps, chain, at.ratings, first, last, day);
      addRun(steps, chain, at.scores, first, last, day, rating.score);
    }
  }

  private stepsOf(
    nth: number,
    chain: Chain,
    cohort: Cohort,
    { kind, unit, origin }: Pick<Clock, "kind" | "unit" | "origin">,
    online: boolean | null,
  ): Int32Array {
    // Asked for every clock: no text is made for it.
    const which = 2 * nth + (cohort === chain.cohort ? 0 : 1);
    const units = this.byUnit[which] ?? new Map<string, Cells[]>();
    this.byUnit[which] = units;
    let slots = units.get(unit);
    if (slots === undefined) {
      slots = [];
      units.set(unit, slots);
    }
    const flags = online === null ? 0 : online ? 1 : 2;
    const place = (clockKinds.indexOf(kind) * 3 + flags) * origins.length + origins.indexOf(origin);
    const known = slots[place];
    if (known !== undefined) return known.steps;
    const steps = new Int32Array(names.length * (chain.questions.length + 1));
    const own: Cells = { chain: nth, cohort, clock: kind, unit, online, origin, steps };
    slots[place] = own;
    this.all.push(own);
    return steps;
  }
}

const origins: readonly (Origin | null)[] = [
  null,
  ...(["report", "assigned", "supervised", "inspection", "monitoring"] as const),
];

/** Adds to a counter in the questions [first, last) whose window holds the day; `null`: in all of them. */
function addRun(
  steps: Int32Array,
  chain: Chain,
  counter: number,
  first: number,
  last: number,
  day: number | null,
  n = 1,
): void {
  const low = day === null ? first : Math.max(first, firstFrom(chain.to, day));
  const high = day === null ? last : Math.min(last, firstAbove(chain.from, day));
  if (low >= high) return;
  const base = counter * (chain.questions.length + 1);
  steps[base + low] = (steps[base + low] ?? 0) + n;
  steps[base + high] = (steps[base + high] ?? 0) - n;
}

function hasSuccess(kind: ClockKind): boolean {
  return kind === "complaint.mediate" || kind === "odr.close";
}

/** Cells of several tallies as the slots of each question. */
export function slotsOf(
  chains: readonly Chain[],
  all: Iterable<Cells>,
): ReadonlyMap<number, readonly SlotCounts[]> {
  const sums = new Map<string, Cells>();
  for (const cells of all) {
    const { chain, cohort, clock, unit, online, origin, steps } = cells;
    const key = `${chain} ${cohort} ${clock} ${online} ${origin} ${unit}`;
    const known = sums.get(key);
    if (known === undefined) sums.set(key, { ...cells, steps: Int32Array.from(steps) });
    else for (const [index, n] of steps.entries()) known.steps[index] = (known.steps[index] ?? 0) + n;
  }
  const slots = new Map<number, SlotCounts[]>();
  for (const { chain: nth, cohort, clock, unit, online, origin, steps } of sums.values()) {
    const questions = chains[nth]?.questions ?? [];
    const counts = new Int32Array(names.length);
    for (const [place, question] of questions.entries()) {
      for (let counter = 0; counter < names.length; counter += 1)
        counts[counter] = (counts[counter] ?? 0) + (steps[counter * (questions.length + 1) + place] ?? 0);
      if (counts.every((n) => n === 0)) continue;
      const own = slots.get(question) ?? [];
      slots.set(question, own);
      own.push({
        ...{ clock, unit, online, origin, cohort },
        counts: Object.fromEntries(
          names.map((name, counter) => [name, counts[counter] ?? 0]),
        ) as unknown as Counts,
      });
    }
  }
  return slots;
}
