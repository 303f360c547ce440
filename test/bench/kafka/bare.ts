import { performance } from "node:perf_hooks";
import { Kafka, logLevel } from "kafkajs";
import type { Pool } from "pg";
import type { Traffic } from "../../kafka/traffic.js";

/** Reads so many messages with the bare client and does nothing with them; messages a second. */
export async function bareConsumer(
  bootstrap: string,
  topics: readonly string[],
  count: number,
): Promise<number> {
  const kafka = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: "bare", maxWaitTimeInMs: 250 });
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  let began = 0;
  let read = 0;
  const took = await new Promise<number>((resolve) => {
    void consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: 3,
      eachBatch: async ({ batch }) => {
        if (began === 0) began = performance.now();
        read += batch.messages.length;
        if (read >= count) resolve(performance.now() - began);
      },
    });
  });
  await consumer.disconnect();
  return Math.round((1_000 * count) / took);
}

const BATCH = 500;

const tables = `
  create table bare_event (
    ledger text not null, position bigint generated always as identity, source text not null, event_id text not null,
    type text not null, kind text not null, subject text not null, occurred_at timestamptz not null,
    recorded_at timestamptz not null default now(), body text not null, content_hash bytea not null,
    primary key (ledger, position));
  create index on bare_event (ledger, kind, subject, position);
  create table bare_key (ledger text not null, identity uuid not null, primary key (ledger, identity))`;

const insert = `
  with given as (
    select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[])
      as g (source, id, type, subject, time, body)),
  event as (
    insert into bare_event (ledger, source, event_id, type, kind, subject, occurred_at, body, content_hash)
    select '3209', source, id, type, split_part(type, '.', 3), subject, time, body, sha256(convert_to(body, 'UTF8')) from given)
  insert into bare_key select '3209', md5(source || id)::uuid from given on conflict do nothing`;

/** Inserts the same rows with the ledger's indexes, a batch a statement, and nothing of a ledger; rows a second. */
export async function bareInsert(pool: Pool, all: readonly Traffic[]): Promise<number> {
  const rows = all.map(({ value }) => JSON.parse(value) as Readonly<Record<string, string>>);
  await pool.query(tables);
  const began = performance.now();
  for (let from = 0; from < all.length; from += BATCH) {
    const part = rows.slice(from, from + BATCH);
    await pool.query(insert, [
      ...["source", "id", "type", "subject", "time"].map((name) => part.map((row) => row[name])),
      all.slice(from, from + BATCH).map(({ value }) => value),
    ]);
  }
  const took = performance.now() - began;
  await pool.query("drop table bare_event, bare_key");
  return Math.round((1_000 * all.length) / took);
}
