import { formatInstant, isInvented } from "@anshi/domain";
import { head, type LedgerId, ledgers, type Position, readEvents } from "@anshi/ledger";
import { Parameters } from "./parameters.js";
import { atOneMoment, type Reading, zoneOf } from "./reading.js";

/** A demonstration or a simulation begins with its own units: a look at the first events tells. */
const FIRST_EVENTS = 20;

/** `GET /v1/ledgers`: every ledger that holds events and the default one, which may be empty yet, with time zone and head. */
export async function getLedgers(
  reading: Reading,
  query: Readonly<Record<string, unknown>>,
): Promise<object> {
  new Parameters(query).only();
  return atOneMoment(reading.pool, async (client) => {
    const known = new Set<LedgerId>([reading.defaultLedger, ...(await ledgers(client))]);
    const items: object[] = [];
    for (const ledger of known) {
      const { position, recordedAt } = await head(client, ledger);
      const first = await readEvents(client, ledger, 0n as Position, FIRST_EVENTS);
      items.push({
        ledger,
        default: ledger === reading.defaultLedger,
        timeZone: zoneOf(reading, ledger).name,
        position: String(position),
        invented: first.some(({ source }) => isInvented(source)),
        recordedAt: recordedAt === null ? null : formatInstant(recordedAt),
      });
    }
    return { items, next: null };
  });
}
