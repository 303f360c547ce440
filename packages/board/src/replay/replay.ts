import {
  canonical,
  type Published,
  type RuleSet,
  ruleSet,
  ruleSetNamed,
  type Zone,
  zone,
} from "@anshi/domain";
import { type DatabaseAccess, head, type LedgerId, readEvents } from "@anshi/ledger";
import type { Pool } from "pg";
import type { BoardRow } from "../board.js";
import { figureKey } from "../diff/change.js";
import { everyAnswer } from "../every-answer.js";
import { requireBoard } from "../migrate.js";
import { checkpoint } from "../projection.js";
import type { Publication, PublishedFigure } from "../publication/publication.js";
import { figuresOf, publications } from "../publication/read.js";
import { rowOf } from "../publication/recompute.js";
import { type BoardWanted, foldAll } from "./fold-all.js";
import { questionsOver } from "./question.js";

export interface ReplayOptions {
  /** Connections that may read, with the board's schema in their path. */
  readonly pool: Pool;
  readonly database: DatabaseAccess;
  readonly ledger: LedgerId;
  readonly zone: Zone;
  readonly smallSample: number;
  readonly now: number;
  /** The last position replayed; default: the ledger's head. */
  readonly upTo?: bigint;
  /** Rules taken for those that figures were made with; with them or a calendar it is a trial, what-if. */
  readonly rules?: RuleSet;
  /** Arrangements taken for those of their years. */
  readonly calendar?: readonly Published[];
  /** Threads beside this one. */
  readonly threads: number;
  readonly onProgress?: (done: number, of: number) => void;
  readonly signal?: AbortSignal;
}

/** A figure that the ledger's events do not bear out, or that would be another. */
export interface ReplayDifference {
  readonly of: "published" | "served";
  /** The publication, or nothing. */
  readonly publication: string | null;
  readonly question: Pick<BoardWanted, "asOf" | "knownAt" | "window" | "cohort">;
  readonly measure: string;
  readonly unit: string;
  /** As published or served. */
  readonly shown: BoardRow | null;
  readonly replayed: BoardRow | null;
}

/** What a replay came to. */
export interface ReplayReport {
  readonly ledger: LedgerId;
  readonly position: bigint;
  readonly events: number;
  readonly publications: number;
  /** Boards as served now and at past instants. */
  readonly served: number;
  /** The position they are known at: the one replayed to, or as far as the board has come; `null`: there is no board. */
  readonly servedAt: bigint | null;
  /** Figures compared. */
  readonly figures: number;
  readonly differences: readonly ReplayDifference[];
  /** Publications whose rules this program does not have. */
  readonly unknown: readonly string[];
}

/** A board as it was shown, to be held against the ledger. */
interface Shown {
  readonly of: ReplayDifference["of"];
  readonly publication: string | null;
  readonly question: BoardWanted;
  readonly zone: Zone;
  readonly rules: RuleSet;
  readonly rows: readonly BoardRow[];
  /** It is being built anew and alerts nobody meanwhile. */
  readonly isSilent: boolean;
  /** `null`: a board just asked says the calendar that it was made with by itself. */
  readonly calendar: readonly string[] | null;
}

/**
 * Replays a ledger from its events alone and holds what comes out against every published figure and against the board that
 * serves, figure by figure. Nothing is written. With other rules or another calendar it tells which figures would be others.
 * Rejects when `signal` aborts, and with UnfitDatabase when the board that serves is another version's.
 */
export async function replay(options: ReplayOptions): Promise<ReplayReport> {
  const { pool, ledger, upTo, onProgress } = options;
  await requireBoard(pool);
  const { position: end } = await head(pool, ledger);
  const position = upTo !== undefined && upTo < end ? upTo : end;
  const published = (await publications(pool, ledger, position)).filter((each) => each.knownAt <= position);
  const unknown = published.filter((each) => rulesOf(options, each) === undefined);
  const reached = (await checkpoint(pool, ledger)) ?? null;
  const servedAt = reached !== null && reached > position ? position : reached;
  const shown = [...(await shownIn(options, published)), ...(await servedBy(options, servedAt))];

  const groups = new Map<string, Shown[]>();
  for (const each of shown) {
    const key = `${each.rules.version} ${each.zone.name}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  const differences: ReplayDifference[] = [];
  let done = 0;
  let figures = 0;
  for (const group of groups.values()) {
    const [first] = group;
    if (first === undefined) continue;
    const folded = await foldAll(pool, {
      ...{
        database: options.database,
        ledger,
        zone: first.zone,
        rules: first.rules,
        threads: options.threads,
      },
      ...{ questions: group.map(({ question }) => question), whatIf: options.calendar ?? [] },
      signal: options.signal,
      onEvents: (count) => {
        done += count;
        onProgress?.(done, groups.size * Number(position));
      },
    });
    for (const [nth, each] of group.entries()) {
      const own = folded[nth];
      if (own === undefined) continue;
      const isTrial = options.rules !== undefined || options.calendar !== undefined;
      const sameCalendar =
        isTrial || each.calendar === null || canonical(each.calendar) === canonical(own.calendar);
      const compared = compare(each, own.rows, sameCalendar);
      figures += compared.figures;
      differences.push(...compared.differences);
    }
  }
  return {
    ...{ ledger, position, events: done, publications: published.length - unknown.length },
    ...{ served: shown.filter((each) => each.of === "served").length, servedAt, figures, differences },
    unknown: unknown.map(({ id }) => id),
  };
}

function rulesOf(options: ReplayOptions, publication: Publication): RuleSet | undefined {
  return options.rules ?? ruleSetNamed(publication.ruleSet);
}

async function shownIn(options: ReplayOptions, published: readonly Publication[]): Promise<readonly Shown[]> {
  const shown: Shown[] = [];
  for (const publication of published) {
    const rules = rulesOf(options, publication);
    if (rules === undefined) continue;
    const figures: readonly PublishedFigure[] = await figuresOf(options.pool, publication);
    const { asOf, knownAt, cohort, smallSample, period, calendar } = publication;
    const units = [...new Set(figures.map(({ unit }) => unit))];
    shown.push({
      ...{ of: "published", publication: publication.id, rules, zone: zone(publication.zone), calendar },
      isSilent: false,
      question: { asOf, knownAt, cohort, smallSample, units, window: { from: period.from, to: period.to } },
      rows: figures.map(rowOf),
    });
  }
  return shown;
}

/** Boards as they are served, of all cohorts, now and at instants spread over the ledger's life; none while there is no board. */
async function servedBy(options: ReplayOptions, knownAt: bigint | null): Promise<readonly Shown[]> {
  const { pool, ledger, zone: place, smallSample, now } = options;
  if (knownAt === null) return [];
  const [first] = await readEvents(pool, ledger, 0n, 1);
  const shown: Shown[] = [];
  for (const question of questionsOver(place, first?.occurredAt ?? now, now)) {
    const query = { ledger, zone: place, rules: ruleSet, smallSample, knownAt, ...question };
    for (const { measures: rows, rebuilding: isSilent } of await everyAnswer(pool, query)) {
      const units = [...new Set(rows.map(({ unit }) => unit))];
      shown.push({
        ...{ of: "served", publication: null, rules: options.rules ?? ruleSet, zone: place },
        ...{ calendar: null, rows, isSilent },
        question: { ...question, knownAt, smallSample, units },
      });
    }
  }
  return shown;
}

function compare(shown: Shown, replayed: readonly BoardRow[], sameCalendar: boolean) {
  const keyed = (rows: readonly BoardRow[]) => new Map(rows.map((row) => [figureKey(row), row]));
  const heard = shown.isSilent ? replayed.map((row) => ({ ...row, alert: null })) : replayed;
  const [own, other] = [keyed(shown.rows), keyed(heard)];
  const keys = [...new Set([...own.keys(), ...other.keys()])];
  const { asOf, knownAt, window, cohort } = shown.question;
  const differences = keys.flatMap((key): readonly ReplayDifference[] => {
    const [was = null, is = null] = [own.get(key), other.get(key)];
    if (sameCalendar && canonical(was) === canonical(is)) return [];
    const { measure = "", unit = "" } = was ?? is ?? {};
    return [
      {
        ...{ of: shown.of, publication: shown.publication, question: { asOf, knownAt, window, cohort } },
        ...{ measure, unit, shown: was, replayed: is },
      },
    ];
  });
  return { figures: keys.length, differences };
}
