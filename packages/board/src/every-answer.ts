import { canonical } from "@anshi/domain";
import type { Queryable } from "@anshi/ledger";
import { type Board, type BoardQuery, board } from "./board.js";

/** What the API and what dashboards answer to one question, one board where they agree: for those who check a board. */
export async function everyAnswer(db: Queryable, query: BoardQuery): Promise<readonly Board[]> {
  const added = await board(db, query, "anew");
  const inSql = await board(db, query, "in-sql");
  return canonical(added.measures) === canonical(inSql.measures) ? [added] : [added, inSql];
}
