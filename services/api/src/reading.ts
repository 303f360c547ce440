import { type BoardQuery, checkpoint } from "@anshi/board";
import { type RuleSet, type Zone, zone } from "@anshi/domain";
import { head, type LedgerId, positionAt } from "@anshi/ledger";
import type { Pool, PoolClient } from "pg";
import { ledgerAsked } from "./ledger-asked.js";
import type { Parameters } from "./parameters.js";
import { Problem } from "./problem.js";

export { atOneMoment } from "@anshi/ledger";

/** What the read routes share. */
export interface Reading {
  /** Connections of the reader role, with the board's schema in the search path. */
  readonly pool: Pool;
  readonly rules: RuleSet;
  readonly defaultLedger: LedgerId;
  /** Ledgers that are there before their first event: the default one first. */
  readonly configured: readonly LedgerId[];
  /** Time zone of a ledger. */
  readonly zoneNameOf: (ledger: LedgerId) => string;
  readonly smallSample: number;
  readonly now: () => number;
}

const zones = new Map<string, Zone>();

/** The zone of a ledger, made once: it keeps the offsets it has met. */
export function zoneOf(reading: Reading, ledger: LedgerId): Zone {
  const name = reading.zoneNameOf(ledger);
  const known = zones.get(name) ?? zone(name);
  zones.set(name, known);
  return known;
}

/** The (T, P) of a request: `asOf` defaults to now, `knownAt` to as far as the board has come. */
export async function moment(
  client: PoolClient,
  reading: Reading,
  parameters: Parameters,
): Promise<Pick<BoardQuery, "ledger" | "zone" | "rules" | "asOf"> & { readonly knownAt: bigint }> {
  const ledger = await ledgerAsked(client, reading, parameters);
  const knownAt = await positionOf(client, ledger, parameters, "knownAt");
  return {
    ledger,
    zone: zoneOf(reading, ledger),
    rules: reading.rules,
    asOf: parameters.instant("asOf") ?? reading.now(),
    knownAt,
  };
}

/** The position a parameter names; by default as far as the board has come. Throws a Problem for one that it has not come to. */
export async function positionOf(
  client: PoolClient,
  ledger: LedgerId,
  parameters: Parameters,
  name: string,
): Promise<bigint> {
  const asked = parameters.knownAt(name);
  const reached = (await checkpoint(client, ledger)) ?? 0n;
  const knownAt =
    asked === undefined
      ? reached
      : "position" in asked
        ? asked.position
        : await positionAt(client, ledger, asked.instant);
  if (knownAt > reached) {
    const { position } = await head(client, ledger);
    if (knownAt > position)
      throw new Problem(400, "bad-parameter", `${name}: the ledger ends at position ${position}`);
    throw new Problem(
      503,
      "not-yet-projected",
      `the board has come to position ${reached}, not to ${knownAt}`,
      1,
    );
  }
  return knownAt;
}
