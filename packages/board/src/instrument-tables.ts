import {
  arrangementOf,
  calendar,
  clockKinds,
  clockNames,
  type Line,
  measures,
  yearStart,
} from "@anshi/domain";
import type { Queryable } from "@anshi/ledger";

/**
 * Writes what the domain says of clock kinds, measures and built-in holidays into the tables that the board's SQL reads. What
 * is there already stays; names and lines that changed are written anew.
 */
export async function writeInstrument(db: Queryable): Promise<void> {
  await db.query(
    `insert into clock_kind (clock, clock_order, clock_name, clock_english)
     select * from unnest($1::text[], $2::integer[], $3::text[], $4::text[])
     on conflict (clock) do update set clock_name = excluded.clock_name, clock_english = excluded.clock_english
      where (clock_kind.clock_name, clock_kind.clock_english) is distinct from (excluded.clock_name, excluded.clock_english)`,
    [
      clockKinds,
      clockKinds.map((_kind, index) => index),
      clockKinds.map((kind) => clockNames[kind].chinese),
      clockKinds.map((kind) => clockNames[kind].english),
    ],
  );
  for (const [index, measure] of measures.entries()) {
    const { id, name, english, clock, formula, onlineOnly, origins, line } = measure;
    await db.query(
      `insert into measure values ($1, $2, $3, $4, $5, $6, $7, $8, $9::numeric, $10)
       on conflict (measure) do update
          set (measure_order, measure_name, measure_english, clock, formula, online_only, origins, threshold, scored)
            = row (excluded.measure_order, excluded.measure_name, excluded.measure_english, excluded.clock, excluded.formula,
                   excluded.online_only, excluded.origins, excluded.threshold, excluded.scored)
        where measure.* is distinct from excluded.*`,
      [
        id,
        index + 1,
        name,
        english,
        clock,
        formula,
        onlineOnly,
        origins,
        decimal(line),
        line?.scored ?? null,
      ],
    );
  }
  const { days, works } = builtInDays();
  await db.query(
    `insert into holiday (year, day, works)
     select extract(year from day)::integer, day, works from unnest($1::date[], $2::boolean[]) as d (day, works)
     on conflict (day) do nothing`,
    [days, works],
  );
}

/** A line as an exact decimal: its parts are of a power of ten. */
function decimal(line: Line | null): string | null {
  if (line === null) return null;
  const digits = String(line.of).length - 1;
  if (line.of !== 10n ** BigInt(digits)) throw new RangeError(`a line of ${line.of} parts is no decimal`);
  const text = String(line.parts).padStart(digits + 1, "0");
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** The days of the built-in arrangements, and whether they are worked on. */
function builtInDays(): { readonly days: readonly string[]; readonly works: readonly boolean[] } {
  const own = calendar();
  const first = Math.min(...own.versions.map((version) => Number(/^cn-(\d+)@/u.exec(version)?.[1])));
  const days: string[] = [];
  const works: boolean[] = [];
  for (let year = first; own.isSettled(yearStart(year)); year += 1) {
    const { off, work } = arrangementOf(own, year) ?? { off: [], work: [] };
    for (const day of off) days.push(day);
    for (const day of work) days.push(day);
    works.push(...off.map(() => false), ...work.map(() => true));
  }
  return { days, works };
}
