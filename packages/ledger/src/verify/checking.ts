import type { Client } from "pg";
import type { Crew } from "../crew/crew.js";
import { type KeyTable, readKeyTable } from "./check-keys.js";
import { checkSpan } from "./check-span.js";
import type { Span } from "./span.js";

/** What a verification can have done on other threads. */
export const checking = {
  name: "anshi verify",
  work: (client: Client) => ({
    span: (span: Span) => checkSpan(client, span),
    keys: (table: KeyTable) => readKeyTable(client, table),
  }),
  worker: new URL("../../dist/verify/worker.js", import.meta.url),
};

export type Checkers = Crew<ReturnType<typeof checking.work>>;
