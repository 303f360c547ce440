import type { ClockKind, Day, Instant } from "@anshi/domain";
import type { LedgerId, Queryable } from "@anshi/ledger";
import type { Counted } from "./version.js";

/** A version where its slot counts. */
export interface Placed {
  readonly kind: ClockKind;
  readonly place: number;
  readonly counted: Counted;
}

/** What a position changed. */
export interface Change {
  readonly before: Placed | null;
  readonly after: Placed | null;
}

type Prefix = "" | "was_";
type Side<P extends Prefix> = {
  readonly [column in `${P}kind` | `${P}outcome`]: string | null;
} & { readonly [column in `${P}${(typeof instants | typeof numbers)[number]}`]: string | number | null } & {
  readonly [column in `${P}provisional` | `${P}success`]: boolean | null;
};

const instants = ["start_at", "miss_at", "close_at"] as const;
const days = ["start_day", "miss_day", "close_day"] as const;
const numbers = ["place", "score", ...days] as const;

/** A change as it was written. */
interface Turned {
  readonly position: bigint;
  readonly change: Change;
  readonly latest: Instant;
  readonly isLate: boolean;
}

/** The changes after a position, in ledger order, with the latest fact each holds. */
export async function readTurns(db: Queryable, ledger: LedgerId, after: bigint): Promise<readonly Turned[]> {
  const { rows } = await db.query<
    Side<""> & Side<"was_"> & { readonly late: boolean; readonly known_from: string }
  >(
    `select ${columnsOf("")}, ${columnsOf("was_")}, late_class > 0 as late, known_from
       from clock
       left join slot on slot.slot = clock.slot and clock.outcome <> 'gone'
       left join slot as was_slot on was_slot.slot = clock.was_slot
      where clock.ledger = $1 and known_from > $2
      order by known_from`,
    [ledger, after],
  );
  return rows.map((row) => {
    const start = instantOf(row.start_at);
    return {
      position: BigInt(row.known_from),
      change: { before: sideOf(row, "was_"), after: row.outcome === "gone" ? null : sideOf(row, "") },
      isLate: row.late,
      latest:
        row.outcome === "gone"
          ? Number.NEGATIVE_INFINITY
          : Math.max(start ?? 0, instantOf(row.close_at) ?? start ?? 0),
    };
  });
}

function columnsOf(prefix: Prefix): string {
  const own = (column: string): string => `clock.${prefix}${column}`;
  return [
    ...["kind", "place"].map((column) => `${prefix}slot.${column} as ${prefix}${column}`),
    ...instants.map((column) => `(extract(epoch from ${own(column)}) * 1000)::bigint as ${prefix}${column}`),
    ...days.map((column) => `${own(column)} - date 'epoch' as ${prefix}${column}`),
    ...["outcome", "provisional", "success", "score"].map(own),
  ].join(", ");
}

function sideOf(row: Side<""> & Side<"was_">, prefix: Prefix): Placed | null {
  const place = row[`${prefix}place`];
  if (place === null) return null;
  return {
    kind: row[`${prefix}kind`] as ClockKind,
    place: Number(place),
    counted: {
      outcome: row[`${prefix}outcome`] as Counted["outcome"],
      startAt: instantOf(row[`${prefix}start_at`]) ?? 0,
      startDay: (row[`${prefix}start_day`] ?? 0) as Day,
      missAt: instantOf(row[`${prefix}miss_at`]),
      missDay: row[`${prefix}miss_day`] as Day | null,
      provisional: row[`${prefix}provisional`] === true,
      closeAt: instantOf(row[`${prefix}close_at`]),
      closeDay: row[`${prefix}close_day`] as Day | null,
      success: row[`${prefix}success`],
      score: row[`${prefix}score`] as number | null,
    },
  };
}

function instantOf(milliseconds: string | number | null): Instant | null {
  return milliseconds === null ? null : Number(milliseconds);
}
