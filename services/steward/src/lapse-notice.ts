import { formatInstant, type Instant } from "@anshi/domain";
import type { LedgerId } from "@anshi/ledger";
import type { LapseCount } from "./lapses.js";

/** Clocks of a ledger that lapsed in (from, at] by time alone. */
export interface Lapsed {
  readonly ledger: LedgerId;
  readonly from: Instant;
  readonly at: Instant;
  readonly counts: readonly LapseCount[];
}

/** What `listen` names; each payload is `{ledger, from, at, counts: [{clock, unit, count}]}`, instants as RFC 3339. */
export const LAPSED_CHANNEL = "anshi_lapsed";

// A payload must be shorter than 8,000 bytes. A count takes at most some 100 (a unit's id has 32 characters), the rest 200.
const COUNTS_A_PAYLOAD = 70;

/** The payloads that tell of it, several where one would be too long. */
export function payloads({ ledger, from, at, counts }: Lapsed): readonly string[] {
  return Array.from({ length: Math.ceil(counts.length / COUNTS_A_PAYLOAD) }, (_none, nth) =>
    JSON.stringify({
      ledger,
      from: formatInstant(from),
      at: formatInstant(at),
      counts: counts.slice(nth * COUNTS_A_PAYLOAD, (nth + 1) * COUNTS_A_PAYLOAD),
    }),
  );
}
