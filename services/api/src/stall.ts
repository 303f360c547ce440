import { checkpoint, rebuilding } from "@anshi/board";
import { head, type LedgerId, ledgers } from "@anshi/ledger";
import type { Pool } from "pg";

/** Watches whether the board follows every ledger. */
export interface StallWatch {
  /** Why not, or nothing. */
  readonly reason: () => string | null;
  readonly stop: () => Promise<void>;
}

interface Seen {
  readonly checkpoint: bigint;
  readonly behind: boolean;
  readonly since: number;
}

const LOOK_MS = 2_000;
/** Behind the head without moving for this long is a stall, however alive every connection looks. */
const STALLED_MS = 15_000;

/** Looks at the ledgers and their checkpoints every two seconds. */
export function watchStall(pool: Pool): StallWatch {
  const seen = new Map<LedgerId, Seen>();
  let failing: string | null = null;
  let built: string | null = null;
  let looking: Promise<void> = Promise.resolve();

  const look = async (): Promise<void> => {
    try {
      for (const ledger of await ledgers(pool)) {
        const { position } = await head(pool, ledger);
        const at = (await checkpoint(pool, ledger)) ?? 0n;
        const before = seen.get(ledger);
        const behind = at < position;
        const moved = before === undefined || before.checkpoint !== at || before.behind !== behind;
        seen.set(ledger, { checkpoint: at, behind, since: moved ? Date.now() : before.since });
      }
      const [first] = await rebuilding(pool);
      built =
        first === undefined
          ? null
          : `the board of ${first.ledger} is being rebuilt: at position ${first.position} of ${first.mark}`;
      failing = null;
    } catch (error) {
      failing = error instanceof Error ? error.message : "the database does not answer";
    }
  };
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, LOOK_MS);
  looking = look();

  return {
    reason: () => {
      if (failing !== null) return failing;
      if (built !== null) return built;
      for (const [ledger, { behind, since, checkpoint: at }] of seen) {
        const seconds = Math.floor((Date.now() - since) / 1000);
        if (behind && Date.now() - since > STALLED_MS) {
          return `the board of ${ledger} stands at position ${at} for ${seconds} s, behind the ledger`;
        }
      }
      return null;
    },
    stop: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}
