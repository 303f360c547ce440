import { formatInstant, rejectionCodes } from "@anshi/domain";
import { head, type LedgerId, lastSeal, readEvents, rejections } from "@anshi/ledger";
import { sealBody } from "./audit/seal-body.js";
import { Parameters } from "./parameters.js";
import { Problem } from "./problem.js";
import { atOneMoment, type Reading } from "./reading.js";
import { rejectionBody } from "./rejection-routes.js";

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
        hash: event.contentHash.toString("hex"),
        event: JSON.parse(event.body),
      })),
      next: events.length < limit ? null : String(events.at(-1)?.position),
    };
  });
}

/** `GET /v1/rejections`: what was refused and why, the oldest first or the newest; never the bytes, which are apart. */
export async function getRejections(
  reading: Reading,
  query: Readonly<Record<string, unknown>>,
): Promise<object> {
  const parameters = new Parameters(query).only("ledger", "code", "order", "limit", "cursor");
  const limit = parameters.integer("limit", 1, 1_000) ?? 100;
  const ledger = parameters.ledger(reading.defaultLedger) as LedgerId;
  const after = parameters.position("cursor");
  const code = parameters.oneOf("code", rejectionCodes);
  const newest = parameters.oneOf("order", ["oldest", "newest"]) === "newest";
  return atOneMoment(reading.pool, async (client) => {
    const items = await rejections(client, ledger, {
      limit,
      newest,
      ...(after === undefined ? {} : { after }),
      ...(code === undefined ? {} : { code }),
    });
    return {
      items: items.map(rejectionBody),
      next: items.length < limit ? null : String(items.at(-1)?.number),
    };
  });
}

/** The ledger an address names; throws a Problem (404) for what can name none. */
export function ledgerNamed(ledger: string): LedgerId {
  if (!/^[0-9A-Za-z_-]{2,32}$/u.test(ledger))
    throw new Problem(404, "not-found", "there is no ledger of this name");
  return ledger as LedgerId;
}
