import { canonical, caseKindOf, type Integers, measures, noIntegers } from "@anshi/domain";
import { type Queryable, readPositions, type StoredEvent } from "@anshi/ledger";
import { type BoardRow, board } from "../board.js";
import { type Cause, causesOf } from "./cause.js";
import { addChange, type Change, type Contributions, figureKey, positionsOf, sumOf } from "./change.js";
import { clockChanges, treeChanges } from "./contributions.js";
import type { DiffQuery } from "./query.js";
import { referencesBetween } from "./reference-steps.js";

/** An event that changed a figure, and by how much. */
export interface FigureEvent {
  readonly position: bigint;
  readonly type: string;
  readonly kind: string;
  readonly subject: string;
  readonly occurredAt: number;
  readonly recordedAt: number;
  readonly cause: Cause;
  readonly change: Change;
}

/** A figure that is not the same at the two positions. */
export interface ChangedFigure {
  readonly measure: string;
  readonly unit: string;
  readonly unitName: string | null;
  /** `null`: the unit was not shown. */
  readonly before: BoardRow | null;
  readonly after: BoardRow | null;
  readonly events: readonly FigureEvent[];
  /** The events beyond those named, added up. */
  readonly more: { readonly events: number; readonly change: Change } | null;
}

export interface Diff {
  readonly figures: readonly ChangedFigure[];
  /** There were too many changes to look at all of them: events beyond the first are missing. */
  readonly truncated: boolean;
}

/**
 * The figures that differ between two positions, T and the window being the same, and the events known in (from, to] that made
 * the difference: their changes add up to it, integer by integer. To be asked within one repeatable-read transaction.
 */
export async function diff(db: Queryable, query: DiffQuery): Promise<Diff> {
  const { ledger, from, to } = query;
  const before = await board(db, { ...query, knownAt: from });
  const after = await board(db, { ...query, knownAt: to });
  const changed = differing(before.measures, after.measures);
  if (changed.length === 0) return { figures: [], truncated: false };

  const references = await referencesBetween(db, ledger, from, to);
  const contributions: Contributions = new Map();
  await treeChanges(db, query, references, contributions);
  const truncated = await clockChanges(db, query, contributions);
  await parkedChanges(db, query, contributions);
  for (const { event } of references) shownChanges(event, changed, contributions);

  const limit = query.events ?? 100;
  const named = changed.flatMap(({ key }) => positionsOf(contributions, key).slice(0, limit));
  const events = new Map(
    (await readPositions(db, ledger, [...new Set(named)])).map((event) => [event.position, event]),
  );
  const causes = await causesOf(db, ledger, [...events.values()], { from, to });
  const parkedAt = await parkings(db, query);
  return {
    truncated,
    figures: changed.map(({ key, before: was, after: is }) => {
      const own = contributions.get(key) ?? new Map<bigint, Change>();
      const positions = positionsOf(contributions, key);
      const rest = positions.slice(limit);
      const { measure = "", unit = "", unitName = null } = is ?? was ?? {};
      return {
        ...{ measure, unit, unitName, before: was, after: is },
        events: positions.slice(0, limit).flatMap((position) => {
          const event = events.get(position);
          if (event === undefined) return [];
          const { type, kind, subject, occurredAt, recordedAt } = event;
          const cause = parkedAt.has(position) ? "parked" : (causes.get(position) ?? "new");
          return [
            { position, type, kind, subject, occurredAt, recordedAt, cause, change: own.get(position) ?? {} },
          ];
        }),
        more:
          rest.length === 0
            ? null
            : { events: rest.length, change: sumOf(rest.map((position) => own.get(position) ?? {})) },
      };
    }),
  };
}

interface Pair {
  readonly key: string;
  readonly before: BoardRow | null;
  readonly after: BoardRow | null;
}

function differing(before: readonly BoardRow[], after: readonly BoardRow[]): readonly Pair[] {
  const keyed = (rows: readonly BoardRow[]) => new Map(rows.map((row) => [figureKey(row), row]));
  const [was, is] = [keyed(before), keyed(after)];
  return [...new Set([...is.keys(), ...was.keys()])]
    .map((key) => ({ key, before: was.get(key) ?? null, after: is.get(key) ?? null }))
    .filter(({ before: own, after: other }) => canonical(own) !== canonical(other))
    .filter(
      ({ before: own, after: other }) =>
        !(own === null && isEmpty(other)) && !(other === null && isEmpty(own)),
    );
}

const integerNames = Object.keys(noIntegers) as readonly (keyof Integers)[];

/** A unit that has nothing to show may have a row or none. */
function isEmpty(row: BoardRow | null): boolean {
  return row === null || (row.parked === 0 && integerNames.every((name) => row[name] === 0));
}

/** Names and national figures move no integer, and yet change what is shown. */
function shownChanges(event: StoredEvent, changed: readonly Pair[], into: Contributions): void {
  const concerns = ({ before, after }: Pair): boolean => {
    if (before === null || after === null)
      return event.kind === "unit" && event.subject === (after ?? before)?.unit;
    const named = event.kind === "record" || event.kind === "unit";
    if (
      named &&
      before.unitName !== after.unitName &&
      (event.kind === "record" || idOf(event) === after.unit)
    )
      return true;
    const compared =
      event.kind === "record" || (event.kind === "comparator" && measureOf(event) === after.measure);
    return (
      compared &&
      canonical([before.threshold, before.comparator]) !== canonical([after.threshold, after.comparator])
    );
  };
  for (const pair of changed) if (concerns(pair)) addChange(into, pair.key, event.position, {});
}

function dataOf(event: StoredEvent): Readonly<Record<string, unknown>> {
  return (JSON.parse(event.body) as { readonly data?: Readonly<Record<string, unknown>> }).data ?? {};
}
const idOf = (event: StoredEvent): unknown => dataOf(event).id;
const measureOf = (event: StoredEvent): unknown => dataOf(event).measure;

interface ParkedRow {
  readonly kind: string;
  readonly position: string;
}

async function parkedBetween(db: Queryable, { ledger, from, to }: DiffQuery): Promise<readonly ParkedRow[]> {
  const { rows } = await db.query<ParkedRow>(
    "select kind, known_from as position from parked where ledger = $1 and known_from > $2 and known_from <= $3",
    [ledger, from, to],
  );
  return rows;
}

async function parkings(db: Queryable, query: DiffQuery): Promise<ReadonlySet<bigint>> {
  return new Set((await parkedBetween(db, query)).map(({ position }) => BigInt(position)));
}

async function parkedChanges(db: Queryable, query: DiffQuery, into: Contributions): Promise<void> {
  for (const { kind, position } of await parkedBetween(db, query)) {
    for (const { id, clock } of measures) {
      if (caseKindOf(clock) === kind)
        addChange(into, figureKey({ measure: id, unit: query.ledger }), BigInt(position), { parked: 1 });
    }
  }
}
