import type { Instant } from "@anshi/domain";
import { ledgers } from "@anshi/ledger";
import type { Logger } from "@anshi/runtime";
import type { Pool, PoolClient } from "pg";
import { LAPSED_CHANNEL, type Lapsed, payloads } from "./lapse-notice.js";
import { lapses } from "./lapses.js";
import { tryLock } from "./lock.js";
import { databaseNow } from "./now.js";

export interface TickerDeps {
  /** Connections that may read ledger and board, with the board's schema in the search path. */
  readonly pool: Pool;
  readonly log: Logger;
  /** Called in the instance that ticks, for each ledger with lapses. */
  readonly lapsed?: (lapsed: Lapsed) => void;
}

/** Tells of clocks that lapse with no event; one instance at a time does. */
export interface Ticker {
  /** Tells what lapsed since the last tick; a tick that comes during one is that one. Never rejects. */
  readonly tick: () => Promise<void>;
  /** Why the last tick failed; null when it did not. */
  readonly trouble: () => string | null;
  readonly stop: () => Promise<void>;
}

interface Session {
  readonly client: PoolClient;
  alive: boolean;
  held: boolean;
}

/**
 * A ticker; the first tick looks back to nothing. It writes no state: the board is computed at T, and this only says when to
 * look. It looks back through an outage of the database, and an instance that stood by looks back two ticks when it takes over: a lapse
 * may be told twice, and is not left out.
 */
export function ticker(deps: TickerDeps): Ticker {
  const { pool, log } = deps;
  let session: Session | undefined;
  /** Told up to here; while standing by, the last tick but one. */
  let since: Instant | undefined;
  let seen: Instant | undefined;
  let running: Promise<void> | undefined;
  let trouble: string | null = null;
  let stopped = false;

  const close = (): void => {
    session?.client.release(true);
    session = undefined;
  };

  const open = async (): Promise<Session> => {
    if (session?.alive === true) return session;
    close();
    const fresh: Session = { client: await pool.connect(), alive: true, held: false };
    const onBroken = (): void => {
      fresh.alive = false;
    };
    fresh.client.once("error", onBroken);
    fresh.client.once("end", onBroken);
    session = fresh;
    return fresh;
  };

  const tell = async ({ client }: Session, from: Instant, at: Instant): Promise<void> => {
    for (const ledger of await ledgers(client)) {
      const counts = await lapses(client, ledger, from, at);
      if (counts.length === 0) continue;
      const lapsed: Lapsed = { ledger, from, at, counts };
      await client.query("select pg_notify($1, payload) from unnest($2::text[]) as told (payload)", [
        LAPSED_CHANNEL,
        payloads(lapsed),
      ]);
      deps.lapsed?.(lapsed);
    }
  };

  const once = async (): Promise<void> => {
    const own = await open();
    own.held ||= await tryLock(own.client, "tick");
    const now = await databaseNow(own.client);
    if (!own.held) {
      since = seen ?? now;
      seen = now;
      return;
    }
    since ??= now;
    // A database clock that was set back tells nothing twice.
    if (now <= since) return;
    await tell(own, since, now);
    since = now;
    seen = now;
  };

  const guarded = async (): Promise<void> => {
    try {
      await once();
      if (trouble !== null) log.info("ticking again");
      trouble = null;
    } catch (error) {
      close();
      // Said once, not at every tick.
      if (trouble === null) log.warn({ err: error }, "a tick failed; trying again");
      trouble = error instanceof Error ? error.message : String(error);
    }
  };

  return {
    tick: () => {
      if (stopped) return running ?? Promise.resolve();
      running ??= guarded().finally(() => {
        running = undefined;
      });
      return running;
    },
    trouble: () => trouble,
    stop: async () => {
      stopped = true;
      await running;
      close();
    },
  };
}
