import { checkpoint, comparatorAt, readReference } from "@anshi/board";
import { measures } from "@anshi/domain";
import type { Metrics } from "@anshi/runtime";
import { type Reading, zoneOf } from "../reading.js";
import { ledgersShown, scrape } from "./scrape.js";

/** What the unit that every unit is rolled up to is called where no unit of that id is registered. */
const EVERY_UNIT = "全部单位";

/** What alerts and dashboards need to speak of the board: names, national figures, and from how many cases a rate counts. */
export function collectNames(metrics: Metrics, reading: Reading): void {
  const measure = metrics.gauge({
    name: "anshi_measure_info",
    help: "1; what a measure is called, and whose line it is held against: its own, or the national figure",
    labels: ["measure", "name", "line"],
  });
  const unit = metrics.gauge({
    name: "anshi_unit_info",
    help: "1; what a registered unit is called, and the unit right above it",
    labels: ["ledger", "unit", "name", "parent"],
  });
  const national = metrics.gauge({
    name: "anshi_measure_national_ratio",
    help: "National figure of a measure for this year: a ratio from 0 to 1, of 25.3 a mean score",
    labels: ["ledger", "measure", "period"],
  });
  const small = metrics.gauge({
    name: "anshi_small_sample",
    help: "Fewer counted than this is too few for a rate to alert (ANSHI_SMALL_SAMPLE)",
  });
  metrics.collector("names", [measure, unit, national, small], (put) =>
    scrape(reading, async (client) => {
      put(small, reading.smallSample);
      for (const { id, name, line } of measures)
        put(measure, 1, { measure: id, name, line: line === null ? "national" : "own" });
      for (const ledger of await ledgersShown(client, reading)) {
        const reached = (await checkpoint(client, ledger)) ?? 0n;
        const reference = await readReference(client, ledger, reached);
        const { tree } = reference;
        const names = new Map([
          [tree.root, EVERY_UNIT],
          ...[...tree.units].map(([id, { name }]) => [id, name] as const),
        ]);
        for (const [id, name] of names) {
          const parent = id === tree.root ? "" : (tree.upward(id)[1] ?? "");
          put(unit, 1, { ledger, unit: id, name, parent });
        }
        const figure = comparatorAt(reference, {
          window: {},
          zone: zoneOf(reading, ledger),
          asOf: reading.now(),
        });
        for (const { id } of measures) {
          const own = figure(id);
          if (own !== undefined) put(national, own.value, { ledger, measure: id, period: own.period });
        }
      }
    }),
  );
}
