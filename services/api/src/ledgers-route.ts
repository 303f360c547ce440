import { formatInstant } from "@anshi/domain";
import { head, type LedgerId, ledgers } from "@anshi/ledger";
import { inventedAt } from "./invented.js";
import { Parameters } from "./parameters.js";
import { atOneMoment, type Reading, zoneOf } from "./reading.js";

/** `GET /v1/ledgers`: every ledger that holds events and those configured, which may be empty yet, with time zone and head. */
export async function getLedgers(
  reading: Reading,
  query: Readonly<Record<string, unknown>>,
): Promise<object> {
  new Parameters(query).only();
  return atOneMoment(reading.pool, async (client) => {
    const known = new Set<LedgerId>([...reading.configured, ...(await ledgers(client))]);
    const items: object[] = [];
    for (const ledger of known) {
      const { position, recordedAt } = await head(client, ledger);
      items.push({
        ledger,
        default: ledger === reading.defaultLedger,
        timeZone: zoneOf(reading, ledger).name,
        position: String(position),
        invented: await inventedAt(client, ledger, position),
        recordedAt: recordedAt === null ? null : formatInstant(recordedAt),
      });
    }
    return { items, next: null };
  });
}
