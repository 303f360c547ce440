import type { Pool } from "pg";
import { type Dialect, type Plain, type PlainQuestion, plainSql } from "./plain.js";

const dialect: Dialect = {
  fact: `(select position, kind, type, subject, source, event_id as id,
                 (extract(epoch from occurred_at) * 1000)::bigint as ms, body
            from ledger.event where ledger = '3209')`,
  data: (field) => `body::jsonb -> 'data' ->> '${field}'`,
  days: (days) => `
    select * from unnest(array[${days.map(([day]) => day).join()}], array[${days.map(([, nth]) => nth).join()}],
                         array[${days.map(([, , works]) => works).join()}]) as d (day, nth, works)`,
};

/** Asks PostgreSQL for the counts of a question from the events alone, with the memory a report would be given. */
export async function inPostgres(pool: Pool, question: PlainQuestion): Promise<Plain> {
  const client = await pool.connect();
  try {
    // A role of the board's goes by indexes alone; a report is left to the planner.
    await client.query(
      "begin; set local work_mem = '1GB'; set local enable_seqscan = on; set local enable_hashjoin = on; set local enable_mergejoin = on; set local jit = on",
    );
    const { rows } = await client.query(plainSql(question, dialect));
    await client.query("commit");
    const [row] = rows;
    return { kept: Number(row?.kept), late: Number(row?.late), overdue: Number(row?.overdue) };
  } finally {
    client.release();
  }
}
