import type { CaseKind, ClockKind, Day, Instant, State, Zone } from "@anshi/domain";
import { formatDay, formatInstant } from "@anshi/domain";
import type { LedgerId, Queryable } from "@anshi/ledger";

/** What a list of clocks is asked. */
export interface ListQuery {
  readonly ledger: LedgerId;
  readonly zone: Zone;
  readonly asOf: Instant;
  readonly knownAt: bigint;
  /** `overdue` are those still open; `ended` those ended after their lapse: missed for good. */
  readonly state: State | "near-due" | "ended" | "unclassified";
  /** Units whose clocks are wanted; default: all. */
  readonly units?: readonly string[];
  readonly clock?: ClockKind;
  /** For near-due: the last day that is near. */
  readonly nearBy?: Day;
  readonly limit: number;
  readonly after?: ListCursor;
}

/** Where a page ended: lists are in the order of (lapse, starting fact, clock). */
export interface ListCursor {
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
  readonly closed: string | null;
  readonly closedBy: string | null;
  readonly provisional: boolean;
  readonly disordered: boolean;
  readonly lateExtension: boolean;
}

interface Row {
  readonly kind: ClockKind;
  readonly started_by: string;
  readonly subject: string;
  readonly unit: string;
  readonly online: boolean | null;
  readonly origin: string | null;
  readonly state: State;
  readonly open: boolean;
  readonly start_ms: string;
  readonly due: string | null;
  readonly lapse_ms: string | null;
  readonly close_ms: string | null;
  readonly closed_by: string | null;
  readonly provisional: boolean;
  readonly disordered: boolean;
  readonly late_extension: boolean;
  readonly lapse_key: string;
}

/** A page of clocks in a state at (T, P), those that lapse first first. */
export async function list(
  db: Queryable,
  query: ListQuery,
): Promise<{ readonly items: readonly ListItem[]; readonly next: ListCursor | null }> {
  const { rows } = await db.query<Row>(listSql, [
    query.ledger,
    formatInstant(query.asOf),
    query.knownAt,
    stateOf(query.state),
    query.units ?? null,
    query.clock ?? null,
    query.nearBy === undefined ? null : formatDay(query.nearBy),
    query.state === "unclassified",
    query.after?.lapse ?? "-infinity",
    query.after?.startedBy ?? "0",
    query.after?.clock ?? "",
    query.limit + 1,
    query.state === "overdue" ? true : query.state === "ended" ? false : null,
  ]);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const next =
    rows.length > query.limit && last !== undefined
      ? { lapse: last.lapse_key, startedBy: last.started_by, clock: last.kind }
      : null;
  return { items: page.map(itemOf), next };
}

/** The state at T that a list is of; `null`: any but void. */
function stateOf(list: ListQuery["state"]): State | null {
  if (list === "near-due") return "pending";
  if (list === "ended") return "overdue";
  return list === "unclassified" ? null : list;
}

function itemOf(row: Row): ListItem {
  const instant = (milliseconds: string | null): string | null =>
    milliseconds === null ? null : formatInstant(Number(milliseconds));
  return {
    kind: row.kind.slice(0, row.kind.indexOf(".")) as CaseKind,
    subject: row.subject,
    clock: row.kind,
    unit: row.unit,
    online: row.online,
    origin: row.origin,
    state: row.state,
    open: row.open,
    start: formatInstant(Number(row.start_ms)),
    due: row.due,
    lapse: instant(row.lapse_ms),
    closed: instant(row.close_ms),
    closedBy: row.closed_by,
    provisional: row.provisional,
    disordered: row.disordered,
    lateExtension: row.late_extension,
  };
}

// $1 ledger, $2 T, $3 P, $4 state, $5 units, $6 clock, $7 near by, $8 unclassified only, $9–$11 cursor, $12 limit, $13 open
const listSql = `
  with standing as (
    select clock.kind, clock.started_by, clock.subject, slot.unit, slot.online, slot.origin, clock.provisional,
           clock.start_at, clock.disordered, clock.late_extension,
           case when close_at <= $2 then close_at end as close_at,
           case when close_at <= $2 then closed_by end as closed_by,
           close_at is null or close_at > $2 as open,
           case when steps.known then steps.due else clock.due_day end as due,
           case when steps.known then steps.lapse else clock.lapse_at end as lapse_at,
           case when close_at <= $2 and outcome in ('kept', 'late', 'void') then outcome
                when close_at <= $2 and outcome = 'ended' then 'overdue'
                when lapse_at is not null and greatest(clock.lapse_at, start_at) <= $2 then 'overdue'
                else 'pending' end as state
      from clock
      join slot using (slot)
      left join lateral (
        select true as known, (step ->> 'due')::date as due, (step ->> 'lapse')::timestamptz as lapse
          from jsonb_array_elements(due_steps) with ordinality as each (step, nth)
         where (step ->> 'from')::timestamptz <= $2
         order by nth desc limit 1) as steps on due_steps is not null
     where clock.ledger = $1 and known_from <= $3 and (known_to is null or known_to > $3) and start_at <= $2
       and ($5::text[] is null or slot.unit = any ($5))
       and ($6::text is null or clock.kind = $6)
       and (not $8 or (slot.kind like 'complaint.%' or slot.kind like 'lead.%')
             and (slot.online is null or (slot.kind like 'lead.%' and slot.origin is null)))
  )
  select kind, started_by, subject, unit, online, origin, state, open, provisional, disordered, late_extension, closed_by,
         due::text, (extract(epoch from start_at) * 1000)::bigint as start_ms,
         (extract(epoch from lapse_at) * 1000)::bigint as lapse_ms,
         (extract(epoch from close_at) * 1000)::bigint as close_ms,
         coalesce(lapse_at, 'infinity')::text as lapse_key
    from standing
   where (state = $4 or ($8 and state <> 'void')) and ($13::boolean is null or open = $13)
     and ($7::date is null or due <= $7)
     and (coalesce(lapse_at, 'infinity'), started_by, kind) > ($9::timestamptz, $10::bigint, $11)
   order by coalesce(lapse_at, 'infinity'), started_by, kind
   limit $12`;
