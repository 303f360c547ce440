import { performance } from "node:perf_hooks";
import { type SimulationOptions, simulate, textOf } from "@anshi/cli";
import { decode, formatInstant, type Instant, parseDay, zone } from "@anshi/domain";
import { append, type LedgerId, type NewEvent } from "@anshi/ledger";
import type { Pool } from "pg";

const BATCH = 500;
const shanghai = zone("Asia/Shanghai");
const SOURCE = "urn:anshi:bench";

/** What appending cost, between two sizes of the ledger. */
export interface LoadFigures {
  readonly events: number;
  readonly microsecondsEach: number;
}

/**
 * Fills a ledger through `append`, as its events would have been recorded: the function's clock is set to the arrival of
 * each batch, so that the past can be asked at two times. Figures at each tenfold size.
 */
export async function load(
  pool: Pool,
  ledger: LedgerId,
  events: number,
  shuffle: number,
): Promise<{ readonly figures: readonly LoadFigures[]; readonly first: Instant; readonly last: Instant }> {
  await letClockBeSet(pool);
  const client = await pool.connect();
  const figures: LoadFigures[] = [];
  let batch: NewEvent[] = [];
  let done = 0;
  let spent = 0;
  let measured = 0;
  let spentBefore = 0;
  let first = Number.POSITIVE_INFINITY;
  let last = 0;
  const flush = async (): Promise<void> => {
    await client.query("select set_config('bench.now', $1, false)", [formatInstant(last)]);
    const began = performance.now();
    await append(client as unknown as Pool, ledger, { events: batch, rejected: [], door: "file" });
    spent += performance.now() - began;
    done += batch.length;
    batch = [];
    if (done >= measured + events / 20 || done >= events) {
      figures.push({
        events: done,
        microsecondsEach: Math.round((10_000 * (spent - spentBefore)) / (done - measured)) / 10,
      });
      measured = done;
      spentBefore = spent;
    }
  };
  for (const message of simulate(history(events, shuffle))) {
    if (message.kind !== "event") continue;
    const outcome = decode(JSON.parse(textOf(message, SOURCE)), {
      now: message.arrivesAt,
      maxAheadMs: Number.MAX_SAFE_INTEGER,
    });
    if (!outcome.ok) throw new Error(outcome.rejection.message);
    // What a day brought was recorded before the next one began.
    if (batch.length > 0 && shanghai.dayOf(message.arrivesAt) > shanghai.dayOf(last)) await flush();
    if (done >= events) break;
    batch.push(outcome.event);
    first = Math.min(first, message.arrivesAt);
    last = Math.max(last, message.arrivesAt);
    if (batch.length === BATCH) await flush();
  }
  if (batch.length > 0) await flush();
  client.release();
  return { figures, first, last };
}

/** Five years of a city, some of it entered late, corrected, extended, suspended, passed on. */
function history(events: number, shuffle: number): SimulationOptions {
  return {
    cases: Math.ceil(events / 3.2),
    seed: 3209,
    first: parseDay("2021-01-01") ?? 0,
    last: parseDay("2025-12-31") ?? 0,
    units: 12,
    source: SOURCE,
    subjectPrefix: "B",
    calendars: true,
    disorder: { lateEntry: 0.05, duplicates: 0, corrections: 0.005, bad: 0, shuffle },
  };
}

async function letClockBeSet(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ definition: string }>(
    "select pg_get_functiondef('ledger.append'::regproc) as definition",
  );
  const definition = rows[0]?.definition ?? "";
  const settable = "coalesce(nullif(current_setting('bench.now', true), '')::timestamptz, clock_timestamp())";
  if (!definition.includes("bench.now")) await pool.query(definition.replace("clock_timestamp()", settable));
}
