import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Queryable } from "@anshi/ledger";

/** In the order in which they build on one another. */
const files = [
  "counts",
  "reference",
  "lists",
  "figures",
  "work-lists",
  "dashboards",
  "audit",
  "grants",
] as const;

/**
 * Makes the functions and views of the board in the search path as they are written in this version of the program, unless they
 * are already: they hold nothing, so that another text of theirs is no reason to build the board anew.
 */
export async function writeFunctions(db: Queryable): Promise<void> {
  const texts = await Promise.all(
    files.map((file) => readFile(new URL(`../sql/${file}.sql`, import.meta.url), "utf8")),
  );
  const hash = createHash("sha256").update(texts.join("\0")).digest("hex");
  const { rows } = await db.query<{ readonly functions: string | null }>("select functions from projection");
  if (rows[0]?.functions === hash) return;
  await db.query(dropAll);
  for (const text of texts) await db.query(text);
  await db.query("update projection set functions = $1", [hash]);
}

// All are named before the first goes, for it may take others along.
const dropAll = `
  do $$
  declare
    own text;
  begin
    foreach own in array (
      select coalesce(array_agg(what), '{}') from (
        select format('view if exists %I.%I', current_schema(), relname) as what from pg_class
         where relnamespace = current_schema()::regnamespace and relkind = 'v'
        union all
        select format('routine if exists %s', oid::regprocedure) from pg_proc where pronamespace = current_schema()::regnamespace
        union all
        select format('type if exists %I.%I', current_schema(), relname) from pg_class
         where relnamespace = current_schema()::regnamespace and relkind = 'c') as named)
    loop
      execute 'drop ' || own || ' cascade';
    end loop;
  end
  $$`;
