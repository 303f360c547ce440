import {
  type Cohort,
  calendar,
  type Instant,
  type Published,
  parseDay,
  type RuleSet,
  type Window,
  type World,
  yearSpan,
  zone,
} from "@anshi/domain";
import type { LedgerId } from "@anshi/ledger";
import type pg from "pg";
import { foldCase, type ParkedCase, type WorldStep } from "./case-fold.js";
import { chainsOf } from "./chain.js";
import { lastKnown } from "./question.js";
import type { Range } from "./ranges.js";
import { readRange } from "./read-range.js";
import { type Cells, Tallies } from "./tallies.js";

/** A calendar known from a position on, by its published arrangements. */
export interface CalendarStep {
  readonly from: number;
  readonly arrangements: readonly Published[];
  readonly years: readonly number[];
}

/** All that a thread must know to fold cases; plain data, so that it can be sent. */
export interface FoldOrder {
  readonly ledger: LedgerId;
  readonly zone: string;
  readonly rules: RuleSet;
  readonly calendars: readonly CalendarStep[];
  readonly questions: readonly {
    readonly asOf: Instant;
    readonly knownAt: bigint;
    readonly window: Window;
    readonly cohort: Cohort;
  }[];
}

/** What a hand counted in all the ranges it was given. */
export interface HandReport {
  readonly cells: readonly Cells[];
  readonly parked: readonly ParkedCase[];
}

/** Folds ranges of cases, one after another, and keeps what they count. */
export interface Hand {
  /** Answers how many events it read. */
  readonly fold: (range: Range) => Promise<number>;
  readonly report: () => HandReport;
}

/** A hand on a connection. */
export function hand(client: pg.Client, order: FoldOrder): Hand {
  const { ledger, rules, questions } = order;
  const place = zone(order.zone);
  const worlds: readonly WorldStep[] = order.calendars.map(({ from, arrangements, years }) => {
    const world: World = { rules, zone: place, calendar: calendar(arrangements) };
    const days = (text: string): number => parseDay(text) ?? 0;
    const spans = years.map((year) => [days(yearSpan(year).first), days(yearSpan(year).last)] as const);
    return { from, years: spans, world };
  });
  const positions = Float64Array.from(new Set(questions.map(({ knownAt }) => Number(knownAt)))).sort();
  const last = lastKnown(questions);
  const tallies = new Tallies(chainsOf(questions), place);
  const parked: ParkedCase[] = [];
  return {
    fold: (range) =>
      readRange(client, ledger, range, last, (facts) => {
        const own = foldCase(range.kind, facts, positions, worlds, tallies);
        if (own !== undefined) parked.push(own);
      }),
    report: () => ({ cells: tallies.cells(), parked }),
  };
}
