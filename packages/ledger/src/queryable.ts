import type { QueryConfig, QueryResult, QueryResultRow } from "pg";

/** What a statement can be run on: a pool, or a client when statements must share a transaction. */
export interface Queryable {
  query<R extends QueryResultRow>(
    statement: string | QueryConfig,
    values?: unknown[],
  ): Promise<QueryResult<R>>;
}
