import type { LedgerId, Queryable } from "@anshi/ledger";
import type { Turn } from "./change.js";

/** Keys of clocks as arrays of PostgreSQL: `started_by` and `kind`. */
export type ClockKeys = readonly [startedBy: Buffer, kind: Buffer];

/** Takes clocks whose version stops being known out of what is live, within the caller's transaction. */
export async function closeLive(db: Queryable, ledger: LedgerId, keys: ClockKeys): Promise<void> {
  // The lateral goes to each row by its key, whatever the planner believes of a young table.
  await db.query({
    name: "board close live",
    text: `
      delete from live
       using (select found.row
                from unnest($2::bigint[], $3::text[]) as closed (started_by, kind)
               cross join lateral (
                 select ctid as row from live as own
                  where own.ledger = $1 and own.started_by = closed.started_by and own.kind = closed.kind
                  order by own.started_by, own.kind limit 1) as found) as gone
       where live.ctid = gone.row`,
    values: [ledger, ...keys],
  });
}

/** Adds what turns made open or unclassified and is known on after them; their versions are written by then. */
export async function openLive(db: Queryable, ledger: LedgerId, turns: readonly Turn[]): Promise<void> {
  const [first, last] = [turns.at(0), turns.at(-1)];
  if (first === undefined || last === undefined) return;
  await db.query({
    name: "board open live",
    text: `
      insert into live (ledger, started_by, kind, known_from, open, unclassified, slot, start_at, due_day, stepped, suspended_since,
                        lapse_at, miss_at, provisional)
      select ledger, started_by, kind, known_from, outcome = 'open', unclassified, slot, start_at, due_day, due_steps is not null,
             suspended_since, lapse_at, miss_at, provisional
        from clock
       where ledger = $1 and known_from between $2 and $3 and known_to is null
         and (outcome = 'open' or unclassified and outcome not in ('void', 'rated', 'gone'))
       order by known_from`,
    values: [ledger, first.knownFrom, last.knownFrom],
  });
}
