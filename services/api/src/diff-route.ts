import { diff } from "@anshi/board";
import { formatInstant } from "@anshi/domain";
import { askNames, askOf } from "./board-route.js";
import { ledgerAsked } from "./ledger-asked.js";
import { Parameters } from "./parameters.js";
import { Problem } from "./problem.js";
import { atOneMoment, positionOf, type Reading, zoneOf } from "./reading.js";

/** `GET /v1/diff`: the figures that differ between two positions, and the events that made the difference. */
export async function getDiff(reading: Reading, query: Readonly<Record<string, unknown>>): Promise<object> {
  const parameters = new Parameters(query).only("ledger", "asOf", "knownAt", "and", "events", ...askNames);
  const ask = askOf(parameters);
  const events = parameters.integer("events", 1, 10_000) ?? 100;
  return atOneMoment(reading.pool, async (client) => {
    const ledger = await ledgerAsked(client, reading, parameters);
    if (parameters.knownAt("knownAt") === undefined)
      throw new Problem(
        400,
        "bad-parameter",
        "knownAt: expected the earlier of two positions, or an instant",
      );
    const from = await positionOf(client, ledger, parameters, "knownAt");
    const to = await positionOf(client, ledger, parameters, "and");
    if (from > to) throw new Problem(400, "bad-parameter", "knownAt: expected a position not after `and`");
    const { rules, smallSample } = reading;
    const asOf = parameters.instant("asOf") ?? reading.now();
    const found = await diff(client, {
      ...{ ledger, zone: zoneOf(reading, ledger), rules, smallSample, asOf, ...ask },
      ...{ from, to, events },
    });
    return {
      ...{ ledger, knownAt: { from: String(from), to: String(to) }, asOf: formatInstant(asOf) },
      cohort: ask.cohort,
      figures: found.figures.map((figure) => ({
        ...figure,
        events: figure.events.map(({ position, occurredAt, recordedAt, ...event }) => ({
          position: String(position),
          ...event,
          ...{ occurredAt: formatInstant(occurredAt), recordedAt: formatInstant(recordedAt) },
        })),
      })),
      truncated: found.truncated,
    };
  });
}
