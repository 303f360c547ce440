import type { LedgerId } from "@anshi/ledger";
import type { Pool, PoolClient } from "pg";

/** The right to project a ledger, held as long as the connection of the claims lives. */
export interface Claim {
  /** False once the connection broke: another projector may hold it then. */
  readonly isHeld: () => boolean;
  readonly release: () => Promise<void>;
}

/** Claims ledgers for one process, all on one connection, so that their number takes no others away. */
export interface Claims {
  /** `undefined` when another projector holds the ledger. */
  readonly claim: (ledger: LedgerId) => Promise<Claim | undefined>;
  readonly stop: () => Promise<void>;
}

const CLASS = 0x414e5052; // "ANPR", the projector's advisory locks

/** Claims by advisory locks of a session. */
export function openClaims(pool: Pool): Claims {
  let session: { readonly client: PoolClient; alive: boolean } | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  /** One statement at a time on the connection. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work);
    turn = next.catch(() => undefined);
    return next;
  };

  const open = async (): Promise<NonNullable<typeof session>> => {
    if (session?.alive === true) return session;
    session?.client.release(true);
    session = undefined;
    const fresh = { client: await pool.connect(), alive: true };
    const onBroken = (): void => {
      fresh.alive = false;
    };
    fresh.client.once("error", onBroken);
    fresh.client.once("end", onBroken);
    session = fresh;
    return fresh;
  };

  return {
    claim: (ledger) =>
      inTurn(async () => {
        const own = await open();
        const { rows } = await own.client.query<{ held: boolean }>(
          "select pg_try_advisory_lock($1, hashtext($2)) as held",
          [CLASS, ledger],
        );
        if (rows[0]?.held !== true) return undefined;
        return {
          isHeld: () => own.alive,
          release: () =>
            inTurn(async () => {
              if (!own.alive) return;
              await own.client
                .query("select pg_advisory_unlock($1, hashtext($2))", [CLASS, ledger])
                .catch(() => undefined);
            }),
        };
      }),
    stop: () =>
      inTurn(async () => {
        // Closed rather than given back: every lock goes with it.
        session?.client.release(true);
        session = undefined;
      }),
  };
}
