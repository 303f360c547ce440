import {
  type CaseKind,
  type ClockKind,
  clockKinds,
  type Day,
  formatDay,
  formatInstant,
  type Instant,
  type State,
  type Zone,
} from "@anshi/domain";
import type { LedgerId, Queryable } from "@anshi/ledger";

/** What a list is of; see `listed`. */
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
  readonly suspended_since: string | null;
  readonly lapse_ms: string | null;
  readonly close_ms: string | null;
  readonly closed_by: string | null;
  readonly provisional: boolean;
  readonly disordered: boolean;
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
  const source = (await isNow(db, query)) ? openNow[state] : undefined;
  const { rows } = await db.query<Row>({
    name: `board list ${state}${source === undefined ? "" : " now"}`,
    text: listSql(listed[state], source ?? knownThen),
    values: [
      ledger,
      formatInstant(asOf),
      knownAt,
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
          clock: last.kind,
        }
      : null;
  return { items: page.map(itemOf), next };
}

/** Whether all that is asked is what is open now: P is the checkpoint, and no fact known lies after T. */
async function isNow(db: Queryable, { ledger, asOf, knownAt }: ListQuery): Promise<boolean> {
  const { rows } = await db.query<{ readonly now: boolean }>({
    name: "board list moment",
    text: `
      select position = $3 and not exists (
               select from anchor where ledger = $1 and at > $2::timestamptz
              union all
               select from clock
                where ledger = $1 and (start_at > $2 or close_at > $2)
                  and known_from > coalesce((select max(upto) from anchor where ledger = $1), 0)) as now
        from checkpoint where ledger = $1`,
    values: [ledger, formatInstant(asOf), knownAt],
  });
  return rows[0]?.now === true;
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
    suspendedSince: row.suspended_since,
    closed: instant(row.close_ms),
    closedBy: row.closed_by,
    provisional: row.provisional,
    disordered: row.disordered,
    lateExtension: row.late_extension,
  };
}

// $1 ledger, $2 T, $3 P, $4 units, $5 clock kinds, $6 near by, $7 suspended by, $8 registered units, $9–$11 cursor, $12 limit
const listed: { readonly [state in ListState]: string } = {
  pending: "state = 'pending'",
  "near-due": "state = 'pending' and due <= $6::date",
  /** Those still open; what was ended after its lapse is missed for good. */
  overdue: "state = 'overdue' and open",
  ended: "state = 'overdue' and not open",
  late: "state = 'late'",
  kept: "state = 'kept'",
  void: "state = 'void'",
  unclassified: `state <> 'void' and (kind like 'complaint.%' or kind like 'lead.%')
    and (online is null or (kind like 'lead.%' and origin is null))`,
  suspended: "open and suspended_since <= $7::date",
  unregistered: "open and unit <> all ($8::text[])",
};

/** The versions known at P. */
const knownThen = `
  select * from clock
   where ledger = $1 and kind = any ($5) and outcome not in ('rated', 'gone')
     and known_from <= $3 and (known_to is null or known_to > $3) and start_at <= $2`;

const standing =
  "ledger = $1 and clock.kind = asked.kind and outcome = 'open' and known_to is null and start_at <= $2";
const open = (more: string): string => `
  select own.* from unnest($5::text[]) as asked (kind),
         lateral (select * from clock where ${standing} ${more}) as own`;
/** A page's worth of each clock kind, by the index, where no other condition may thin it out. */
const first = (more: string): string =>
  open(`and ($4::text[] is null or slot in (select slot from slot where unit = any ($4)))
        and (miss_at, started_by) > ($9::timestamptz, $10::bigint) ${more} order by miss_at, started_by limit $12`);

/** Where to look when the present is asked. */
const openNow: { readonly [state in ListState]?: string } = {
  pending: `${first("and miss_at > $2")} union all ${open("and miss_at is null")}`,
  "near-due": open("and miss_at > $2 and (due_day <= $6::date or due_steps is not null)"),
  overdue: open("and miss_at <= $2"),
  suspended: open(""),
  unregistered: open(""),
};

const listSql = (condition: string, source: string): string => `
  with standing as (
    select clock.kind, clock.started_by, clock.subject, slot.unit, slot.online, slot.origin, clock.provisional,
           clock.start_at, clock.disordered, clock.late_extension,
           coalesce(clock.lapse_at, 'infinity') as lapse_key,
           case when close_at <= $2 then close_at end as close_at,
           case when close_at <= $2 then closed_by end as closed_by,
           close_at is null or close_at > $2 as open,
           case when steps.known then steps.due else clock.due_day end as due,
           case when steps.known then steps.lapse else clock.lapse_at end as lapse_at,
           case when steps.known then case when steps.due is null then steps.since end
                else suspended_since end as suspended_since,
           case when close_at <= $2 and outcome in ('kept', 'late', 'void') then outcome
                when close_at <= $2 and outcome = 'ended' then 'overdue'
                when lapse_at is not null and greatest(clock.lapse_at, start_at) <= $2 then 'overdue'
                else 'pending' end as state
      from (${source}) as clock
      -- For each clock by its key: the planner takes clocks for few, and would walk them all once for every slot.
      join lateral (select unit, online, origin from slot as own where own.slot = clock.slot offset 0) as slot on true
      left join lateral (
        select true as known, (step ->> 'due')::date as due, (step ->> 'lapse')::timestamptz as lapse,
               (step ->> 'since')::date as since
          from jsonb_array_elements(due_steps) with ordinality as each (step, nth)
         where (step ->> 'from')::timestamptz <= $2
         order by nth desc limit 1) as steps on due_steps is not null
     where ($4::text[] is null or slot.unit = any ($4::text[]))
       -- Every list is given the same parameters, whether it reads them or not.
       and ($3::bigint, $6::date, $7::date, $8::text[]) is not distinct from ($3::bigint, $6::date, $7::date, $8::text[])
  )
  select kind, started_by, subject, unit, online, origin, state, open, provisional, disordered, late_extension, closed_by,
         due::text, suspended_since::text, (extract(epoch from start_at) * 1000)::bigint as start_ms,
         (extract(epoch from lapse_at) * 1000)::bigint as lapse_ms,
         (extract(epoch from close_at) * 1000)::bigint as close_ms,
         (extract(epoch from nullif(lapse_key, 'infinity')) * 1000)::bigint as lapse_key_ms
    from standing
   where ${condition} and (lapse_key, started_by, kind) > ($9::timestamptz, $10::bigint, $11)
   order by lapse_key, started_by, kind
   limit $12`;
