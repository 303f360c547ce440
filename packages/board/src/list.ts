import {
  type CaseKind,
  type ClockKind,
  caseKindOf,
  clockKinds,
  type Day,
  formatDay,
  formatInstant,
  type Instant,
  type State,
  type Zone,
} from "@anshi/domain";
import type { LedgerId, Queryable } from "@anshi/ledger";

/** What a list is of; see `listed` in sql/lists.sql. */
export type ListState = State | "near-due" | "ended" | "unclassified" | "suspended" | "unregistered";

/** What a list of clocks is asked. */
export interface ListQuery {
  readonly ledger: LedgerId;
  readonly zone: Zone;
  readonly asOf: Instant;
  readonly knownAt: bigint;
  readonly state: ListState;
  /** Units whose clocks are wanted; default: all. */
  readonly units?: readonly string[];
  readonly clock?: ClockKind;
  /** For near-due: the last day that is near. */
  readonly nearBy?: Day;
  /** For suspended: the last day since which a suspension has lasted long. */
  readonly suspendedBy?: Day;
  /** For unregistered: the units that are registered. */
  readonly registered?: readonly string[];
  readonly limit: number;
  readonly after?: ListCursor;
}

/** Where a page ended: lists are in the order of (lapse, starting fact, clock). */
export interface ListCursor {
  /** RFC 3339, or `infinity` of what has none. */
  readonly lapse: string;
  readonly startedBy: string;
  readonly clock: string;
}

/** One clock of a list, as it stood at T. */
export interface ListItem {
  readonly kind: CaseKind;
  readonly subject: string;
  readonly clock: ClockKind;
  readonly unit: string;
  readonly online: boolean | null;
  readonly origin: string | null;
  readonly state: State;
  readonly open: boolean;
  readonly start: string;
  /** Last day on time as it stood at T; `null`: open or never due. */
  readonly due: string | null;
  readonly lapse: string | null;
  /** Local day since which it was suspended at T. */
  readonly suspendedSince: string | null;
  readonly closed: string | null;
  readonly closedBy: string | null;
  readonly provisional: boolean;
  readonly disordered: boolean;
  readonly lateExtension: boolean;
}

interface Row
  extends Omit<
    ListItem,
    "kind" | "start" | "due" | "lapse" | "suspendedSince" | "closed" | "closedBy" | "lateExtension"
  > {
  readonly started_by: string;
  readonly start_ms: string;
  readonly due: string | null;
  readonly suspended_since: string | null;
  readonly lapse_ms: string | null;
  readonly close_ms: string | null;
  readonly closed_by: string | null;
  readonly late_extension: boolean;
  readonly lapse_key_ms: string | null;
}

/** A page of clocks in a state at (T, P), those that lapse first first. */
export async function list(
  db: Queryable,
  query: ListQuery,
): Promise<{ readonly items: readonly ListItem[]; readonly next: ListCursor | null }> {
  const { ledger, asOf, knownAt, state, after, limit } = query;
  const day = (each: Day | undefined): string | null => (each === undefined ? null : formatDay(each));
  const { rows } = await db.query<Row>({
    name: "board list",
    text: sql,
    values: [
      ledger,
      formatInstant(asOf),
      knownAt,
      state,
      query.units ?? null,
      query.clock === undefined ? clockKinds : [query.clock],
      day(query.nearBy),
      day(query.suspendedBy),
      query.registered ?? [],
      after?.lapse ?? "-infinity",
      after?.startedBy ?? "0",
      after?.clock ?? "",
      limit + 1,
    ],
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next =
    rows.length > limit && last !== undefined
      ? {
          lapse: last.lapse_key_ms === null ? "infinity" : formatInstant(Number(last.lapse_key_ms)),
          startedBy: last.started_by,
          clock: last.clock,
        }
      : null;
  return { items: page.map(itemOf), next };
}

function itemOf(row: Row): ListItem {
  const instant = (milliseconds: string | null): string | null =>
    milliseconds === null ? null : formatInstant(Number(milliseconds));
  return {
    kind: caseKindOf(row.clock),
    subject: row.subject,
    clock: row.clock,
    unit: row.unit,
    online: row.online,
    origin: row.origin,
    state: row.state,
    open: row.open,
    start: formatInstant(Number(row.start_ms)),
    due: row.due,
    lapse: instant(row.lapse_ms),
    suspendedSince: row.suspended_since,
    closed: instant(row.close_ms),
    closedBy: row.closed_by,
    provisional: row.provisional,
    disordered: row.disordered,
    lateExtension: row.late_extension,
  };
}

// sql/lists.sql; the dashboards' lists are made by it too.
const sql = `
  select clock, started_by, subject, unit, online, origin, state, open, provisional, disordered, late_extension, closed_by,
         due::text, suspended_since::text, (extract(epoch from started_at) * 1000)::bigint as start_ms,
         (extract(epoch from lapse_at) * 1000)::bigint as lapse_ms,
         (extract(epoch from closed_at) * 1000)::bigint as close_ms,
         (extract(epoch from nullif(lapse_key, 'infinity')) * 1000)::bigint as lapse_key_ms
    from listed($1, $2, $3, $4, $5, $6, $7, $8, $9, '-infinity', 'infinity', $10, $11, $12, $13)`;
