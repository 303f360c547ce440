import type { Queryable } from "@anshi/ledger";

/** First key of the steward's advisory locks: "ANST". */
export const LOCK_CLASS = 0x414e5354;

/** Tries to take a lock that its session holds until it unlocks or ends. Not to be tried while held: locks count up. */
export async function tryLock(db: Queryable, name: string): Promise<boolean> {
  const { rows } = await db.query<{ readonly held: boolean }>(
    "select pg_try_advisory_lock($1, hashtext($2)) as held",
    [LOCK_CLASS, name],
  );
  return rows[0]?.held === true;
}

/** Gives it back. */
export async function unlock(db: Queryable, name: string): Promise<void> {
  await db.query("select pg_advisory_unlock($1, hashtext($2))", [LOCK_CLASS, name]);
}
