import { setTimeout as sleep } from "node:timers/promises";
import { inTransaction } from "@anshi/ledger";
import type { Pool } from "pg";
import { BOARD_SCHEMA } from "../migrate.js";

/** Where a board is built beside the serving one, and where the one that served goes. */
export const NEXT_SCHEMA = "board_next";
const OLD_SCHEMA = "board_old";

/** A reader may hold the board for a moment; the switch waits no longer, and is tried again. */
const WAIT = "2s";

/**
 * Puts the board of NEXT_SCHEMA in the place of the serving one. `catchUp` brings it to where the serving one stands, which
 * stands still meanwhile. Every reader's transaction reads the checkpoint first: those at work are waited for, those that
 * come wait, and read the new board. False when a reader held on to it for too long.
 */
export async function switchBoards(pool: Pool, catchUp: () => Promise<void>): Promise<boolean> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query(`set local lock_timeout = '${WAIT}'`);
    // The projector, which writes here first, stops; readers go on.
    await client.query(`lock table ${BOARD_SCHEMA}.checkpoint in share row exclusive mode`);
    await catchUp();
    await client.query(`lock table ${BOARD_SCHEMA}.checkpoint in access exclusive mode`);
    await client.query(`alter schema ${BOARD_SCHEMA} rename to ${OLD_SCHEMA}`);
    await client.query(`alter schema ${NEXT_SCHEMA} rename to ${BOARD_SCHEMA}`);
    await client.query("commit");
    return true;
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    if ((error as { readonly code?: string }).code === "55P03") return false;
    throw error;
  } finally {
    client.release();
  }
}

/** Drops what an ended rebuild left: the board that served before, and with `next` the one that was being built. */
export async function dropLeft(pool: Pool, next: boolean): Promise<void> {
  await dropBoard(pool, OLD_SCHEMA);
  if (next) await dropBoard(pool, NEXT_SCHEMA);
}

/**
 * A reader that waited for the switch may hold some of the old tables until it notices, and ask for others: whoever dropped them
 * one by one would wait for it, and it for him. So they are taken all at once or not at all.
 */
async function dropBoard(pool: Pool, schema: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ readonly name: string }>(
          "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = $1",
          [schema],
        );
        const tables = rows.map(({ name }) => name).join(", ");
        if (tables !== "") await client.query(`lock table ${tables} in access exclusive mode nowait`);
        await client.query(`drop schema if exists ${schema} cascade`);
      });
      return;
    } catch (error) {
      if ((error as { readonly code?: string }).code !== "55P03" || attempt === DROP_ATTEMPTS) throw error;
      await sleep(DROP_PAUSE_MS);
    }
  }
}

/** Longer than any reader's statement may take. */
const DROP_ATTEMPTS = 1_200;
const DROP_PAUSE_MS = 50;
