import { formatInstant } from "@anshi/domain";
import { head, type LedgerId, lastSeal, ledgerId, type Queryable, readEvents } from "@anshi/ledger";
import { sealBody } from "./audit/seal-body.js";
import { isKnown } from "./ledger-asked.js";
import { Parameters } from "./parameters.js";
import { Problem } from "./problem.js";
import { atOneMoment, type Reading } from "./reading.js";

/** `GET /v1/ledgers/{ledger}`: the head. */
export async function getLedger(reading: Reading, ledger: string): Promise<object> {
  return atOneMoment(reading.pool, async (client) => {
    const own = ledgerNamed(ledger);
    const last = await head(client, own);
    const seal = await lastSeal(client, own);
    return {
      ledger,
      position: String(last.position),
      recordedAt: last.recordedAt === null ? null : formatInstant(last.recordedAt),
      chainHash: last.chainHash.toString("hex"),
      lastSeal: seal === undefined ? null : sealBody(own, seal),
    };
  });
}

/** `GET /v1/ledgers/{ledger}/events`: the events as stored, after a position. */
export async function getEvents(
  reading: Reading,
  ledger: string,
  query: Readonly<Record<string, unknown>>,
): Promise<object> {
  const parameters = new Parameters(query).only("after", "limit");
  const limit = parameters.integer("limit", 1, 1_000) ?? 100;
  return atOneMoment(reading.pool, async (client) => {
    const events = await readEvents(client, ledgerNamed(ledger), parameters.position("after") ?? 0n, limit);
    return {
      items: events.map((event) => ({
        position: String(event.position),
        recordedAt: formatInstant(event.recordedAt),
        hash: event.contentHash,
        event: JSON.parse(event.body),
      })),
      next: events.length < limit ? null : String(events.at(-1)?.position),
    };
  });
}

/** The ledger an address names; throws a Problem (404) for what can name none. */
export function ledgerNamed(ledger: string): LedgerId {
  const own = ledgerId(ledger);
  if (own === undefined) throw new Problem(404, "not-found", "there is no ledger of this name");
  return own;
}

/**
 * The ledger an address names, to be told of. Throws a Problem (404) for one that holds no event, unless the configuration names it; one
 * whose events were removed is known by its seals.
 */
export async function ledgerAt(db: Queryable, reading: Reading, name: string): Promise<LedgerId> {
  const ledger = ledgerNamed(name);
  if (!(await isKnown(db, reading, ledger)) && (await lastSeal(db, ledger)) === undefined)
    throw new Problem(404, "not-found", `there is no such ledger: ${ledger} holds no event`);
  return ledger;
}
