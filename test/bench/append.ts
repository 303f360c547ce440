import { performance } from "node:perf_hooks";
import { append, ledgerId, migrate, type NewEvent } from "@anshi/ledger";
import pg from "pg";

/** Medians of one batch size. */
export interface AppendFigures {
  readonly batch: number;
  /** Events per second through `append`: client, protocol and commit included. */
  readonly append: number;
  /** The same rows by a bare `insert … select unnest` into copies of the event and key tables with the same indexes. */
  readonly bare: number;
  /** append / bare. */
  readonly ratio: number;
}

const ROUNDS = 7;
const EVENTS_A_ROUND = 20_000;

/**
 * Measures appends against the least that storing the same rows can cost, in runs that alternate. The server should be as
 * durable as a real one (fsync on). `warmEvents` are appended, and inserted, before: the random index must have grown.
 */
export async function benchAppend(
  connectionString: string,
  warmEvents = 200_000,
): Promise<readonly AppendFigures[]> {
  const pool = new pg.Pool({ connectionString, max: 1 });
  try {
    await migrate(pool);
    await makeBareTables(pool);
    const doors = { append: appendDoor(pool), bare: bareDoor(pool) };
    await doors.append(events("warm", warmEvents), 5_000);
    await doors.bare(events("warm", warmEvents), 5_000);
    const figures: AppendFigures[] = [];
    for (const batch of [100, 1_000, 5_000]) figures.push(await measure(doors, batch));
    return figures;
  } finally {
    await pool.end();
  }
}

type Door = (events: readonly NewEvent[], batch: number) => Promise<void>;

async function measure(
  doors: { readonly append: Door; readonly bare: Door },
  batch: number,
): Promise<AppendFigures> {
  const rates = { append: [] as number[], bare: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const given = events(`${batch}-${round}`, EVENTS_A_ROUND);
    // Who goes second meets a server that is busier with the first one's pages: take turns.
    const order = round % 2 === 0 ? (["append", "bare"] as const) : (["bare", "append"] as const);
    for (const name of order) {
      const start = performance.now();
      await doors[name](given, batch);
      rates[name].push((EVENTS_A_ROUND * 1_000) / (performance.now() - start));
    }
  }
  const [appended, bare] = [median(rates.append), median(rates.bare)];
  return {
    batch,
    append: Math.round(appended),
    bare: Math.round(bare),
    ratio: Number((appended / bare).toFixed(2)),
  };
}

function appendDoor(pool: pg.Pool): Door {
  const ledger = ledgerId(`bench-${Date.now()}`);
  if (ledger === undefined) throw new Error("not a ledger's name");
  return async (given, batch) => {
    for (const chunk of chunks(given, batch)) {
      const { accepted } = await append(pool, ledger, { door: "file", events: chunk, rejected: [] });
      if (accepted !== chunk.length) throw new Error("the bench's events were not all fresh");
    }
  };
}

async function makeBareTables(pool: pg.Pool): Promise<void> {
  await pool.query(`
    drop schema if exists bench cascade;
    create schema bench;
    create table bench.event (like ledger.event including all);
    create table bench.event_key (like ledger.event_key including all)`);
}

// The identity is made from the text's MD5, the cheapest random uuid of a row: only the index's randomness matters.
const bareSql = `
  with given as materialized (
    select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[])
      with ordinality as g (source, id, type, subject, time, body, n)
  ), key as (
    insert into bench.event_key select 'bench', md5(source || id)::uuid, $7 + n from given
  )
  insert into bench.event
  select 'bench', $7 + n, source, id, type, 'complaint', subject, time, now(), body, '\\x00'::bytea || decode(repeat('00', 31), 'hex')
    from given`;

function bareDoor(pool: pg.Pool): Door {
  let position = 0;
  return async (given, batch) => {
    for (const chunk of chunks(given, batch)) {
      await pool.query(bareSql, [
        chunk.map(({ source }) => source),
        chunk.map(({ id }) => id),
        chunk.map(({ type }) => type),
        chunk.map(({ subject }) => subject),
        chunk.map(({ time }) => time),
        chunk.map(({ body }) => body),
        position,
      ]);
      position += chunk.length;
    }
  };
}

/** Complaints as they come: some 300 bytes each. */
function events(prefix: string, count: number): readonly NewEvent[] {
  return Array.from({ length: count }, (_none, index) => {
    const id = `${prefix}-${index}`;
    const [source, subject] = ["https://12315.example/320900", `TS2026${index}`];
    const type = "io.anshi.complaint.received.v1";
    const time = new Date(1_767_225_600_000 + index * 1_000).toISOString();
    const data = { category: "网络购物", channel: "platform", online: true, unit: "320902" };
    const body = JSON.stringify({ data, id, source, specversion: "1.0", subject, time, type });
    return { source, id, type, subject, time, body };
  });
}

function* chunks<T>(all: readonly T[], size: number): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += size) yield all.slice(from, from + size);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
