import { formatInstant, type Instant } from "@anshi/domain";
import type { Queryable } from "@anshi/ledger";
import type { Question } from "./question.js";

/**
 * Until when, exclusively, time alone leaves the answers of T as they are, as known at the head: the first instant after T at which an
 * open clock is missed, a fact known ahead of its time counts, or another local day begins.
 */
export async function quietUntil(
  db: Queryable,
  { ledger, asOf, zone }: Pick<Question, "ledger" | "asOf" | "zone">,
): Promise<Instant> {
  const { rows } = await db.query<{ readonly until: string | null }>({
    name: "board quiet",
    text: quietSql,
    values: [ledger, formatInstant(asOf)],
  });
  const until = rows[0]?.until;
  const tomorrow = zone.startOf(zone.dayOf(asOf) + 1);
  return until == null ? tomorrow : Math.min(Number(until), tomorrow);
}

// Versions closed since are looked at too, which can only end the quiet early. Every instant known by an anchor's position lies
// not after it, so what is ahead of T is found among the few changes since the last one, or the anchor itself is after T.
const quietSql = `
  with last as (
    select upto, at from anchor where ledger = $1 order by block desc limit 1
  ), ahead as (
    select each.at
      from clock, lateral (values (start_at), (close_at), (miss_at)) as each (at)
     where ledger = $1 and known_from > coalesce((select upto from last), 0) and each.at > $2
  ), misses as (
    select first.at
      from (select distinct kind from slot where ledger = $1) as met,
           lateral (select miss_at as at from clock
                     where ledger = $1 and clock.kind = met.kind and outcome = 'open' and miss_at > $2
                     order by miss_at limit 1) as first
  )
  select (extract(epoch from least(
           (select min(at) from ahead),
           (select min(at) from misses),
           (select $2::timestamptz from last where at > $2))) * 1000)::bigint as until`;
