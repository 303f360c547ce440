import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { type BoardQuery, board } from "@anshi/board";
import type { Pool } from "pg";
import { exportToDuckDb } from "./in-duckdb.js";
import { inPostgres } from "./in-postgres.js";
import { PLAIN_MEASURE, type Plain, plainQuestion } from "./plain.js";

const RUNS = 3;

/** What the same answers took, milliseconds (median), from the board and from the events alone. */
export interface Compared {
  readonly questions: number;
  readonly board: number;
  readonly "SQL over the events": number;
  readonly "DuckDB over Parquet": number;
  readonly "times slower, SQL": number;
  readonly "times slower, DuckDB": number;
}

/** Asks the same of the board, of PostgreSQL and of DuckDB. Rejects unless all three answer alike. */
export async function compare(
  pool: Pool,
  directory: string,
  asked: readonly (BoardQuery & { readonly knownAt: bigint })[],
): Promise<Compared> {
  const duckDb = await exportToDuckDb(pool, join(directory, "duckdb"));
  const took: Record<"board" | "sql" | "duckdb", number[]> = { board: [], sql: [], duckdb: [] };
  for (const query of asked) {
    const question = await plainQuestion(pool, query);
    const answers: string[] = [];
    const ask = async (who: keyof typeof took, answer: () => Promise<Plain>): Promise<void> => {
      for (let run = 0; run < RUNS; run += 1) {
        const began = performance.now();
        const plain = await answer();
        took[who].push(performance.now() - began);
        if (run === 0) answers.push(JSON.stringify(plain));
      }
    };
    await ask("board", async () => {
      // Every measure of every unit is answered, as for a page; one figure of it is compared.
      const row = (await board(pool, { ...query, units: [question.unit] }, "anew")).measures.find(
        ({ measure }) => measure === PLAIN_MEASURE,
      );
      return { kept: row?.kept ?? 0, late: row?.late ?? 0, overdue: row?.overdue ?? 0 };
    });
    await ask("sql", () => inPostgres(pool, question));
    await ask("duckdb", () => duckDb.ask(question));
    if (new Set(answers).size !== 1)
      throw new Error(`the answers differ: ${answers.join(" ")} at T ${query.asOf}, P ${query.knownAt}`);
  }
  const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
  const [own, sql, duck] = [median(took.board), median(took.sql), median(took.duckdb)];
  return {
    questions: asked.length,
    board: Math.round(own * 10) / 10,
    "SQL over the events": Math.round(sql),
    "DuckDB over Parquet": Math.round(duck),
    "times slower, SQL": Math.round(sql / own),
    "times slower, DuckDB": Math.round(duck / own),
  };
}
