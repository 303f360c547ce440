import { type Projection, projection } from "@anshi/board";
import { type RuleSet, zone } from "@anshi/domain";
import type { LedgerId } from "@anshi/ledger";
import type { Logger } from "@anshi/runtime";
import type { Pool } from "pg";
import { alarm } from "./alarm.js";
import type { Claim, Claims } from "./claim.js";
import type { Step } from "./metrics.js";

/** What the projector is made of. */
export interface ProjectorDeps {
  /** Connections of the projector role, with the board's schema in the search path. */
  readonly pool: Pool;
  readonly rules: RuleSet;
  readonly zoneNameOf: (ledger: LedgerId) => string;
  readonly onStep: (step: Step) => void;
  readonly log: Logger;
}

/** How far a ledger's projection is. */
export interface Progress {
  readonly ledger: LedgerId;
  /** Whether this process holds the claim; another one works otherwise. */
  readonly claimed: boolean;
  /** Milliseconds since 1970 at which the last step ended without an error. */
  readonly steppedAt: number;
  readonly lastError: string | null;
}

/** One ledger being carried onto the board. */
export interface Worker {
  readonly wake: () => void;
  readonly progress: () => Progress;
  readonly stop: () => Promise<void>;
}

/** A lost notification costs no more than this. */
const POLL_MS = 200;
const CLAIM_AGAIN_MS = 2_000;
const AFTER_FAILURE_MS = 1_000;

/**
 * Claims a ledger and projects it: step after step while there are events, then woken by a hint or by the poll. A failure
 * gives the claim back and is tried again; nothing is lost, for checkpoint and board move together.
 */
export function startWorker(deps: ProjectorDeps, claims: Claims, ledger: LedgerId): Worker {
  const { pool, rules, zoneNameOf, onStep, log } = deps;
  const bell = alarm();
  let stopped = false;
  let claimed = false;
  let steppedAt = Date.now();
  let lastError: string | null = null;

  const project = async (own: Projection, held: Claim): Promise<void> => {
    while (!stopped && held.isHeld()) {
      const began = performance.now();
      const result = await own.step();
      steppedAt = Date.now();
      lastError = null;
      if (result.outcome === "advanced") {
        const seconds = (performance.now() - began) / 1_000;
        onStep({ ledger, seconds, events: Number(result.to - result.from) });
      }
      if (result.outcome === "lost") log.warn({ ledger }, "the checkpoint was moved by another projector");
      if (result.outcome === "at-head") await bell.wait(POLL_MS);
    }
  };

  const work = async (): Promise<void> => {
    while (!stopped) {
      try {
        const held = await claims.claim(ledger);
        if (held === undefined) {
          // Another projector's now, and so are its failures.
          lastError = null;
          await bell.wait(CLAIM_AGAIN_MS);
          continue;
        }
        claimed = true;
        steppedAt = Date.now();
        try {
          const own = projection({ pool, ledger, zone: zone(zoneNameOf(ledger)), rules });
          await project(own, held);
        } finally {
          claimed = false;
          await held.release();
        }
      } catch (error) {
        lastError = error instanceof Error ? error.message : String(error);
        log.warn({ err: error, ledger }, "projecting failed; trying again");
        await bell.wait(AFTER_FAILURE_MS);
      }
    }
  };

  const working = work();
  return {
    wake: bell.ring,
    progress: () => ({ ledger, claimed, steppedAt, lastError }),
    stop: async () => {
      stopped = true;
      bell.ring();
      await working;
    },
  };
}
