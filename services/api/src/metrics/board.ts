import { type Board, board, longOverdue, nearDue, readReference } from "@anshi/board";
import { type Window, workingDaysAfter, yearOf, yearStart } from "@anshi/domain";
import type { LedgerId } from "@anshi/ledger";
import type { Gauge, Metrics } from "@anshi/runtime";
import type { PoolClient } from "pg";
import { type Reading, zoneOf } from "../reading.js";
import {
  type MeasureGauge,
  measureGauges,
  measureSeries,
  openSeries,
  type Series,
} from "./measure-series.js";
import { ledgersShown, scrape } from "./scrape.js";
import { limitSeries } from "./series-limit.js";

/** More than this a Prometheus of a bureau should not have to keep for one target. */
const MOST_SERIES = 5_000;
const WITHIN_WORKING_DAYS = [2, 5] as const;
const lastLabel: { readonly [gauge in MeasureGauge]?: string } = { near_due: "within", long_overdue: "days" };

/** The board's integers, of every ledger: all time and this local year to date, as /v1/board answers them now. */
export function collectBoard(
  metrics: Metrics,
  reading: Reading,
  longOverdueDays: number,
  most: number = MOST_SERIES,
): void {
  const gauges = new Map<MeasureGauge, Gauge>();
  for (const [gauge, help] of Object.entries(measureGauges) as [MeasureGauge, string][]) {
    const labels = ["ledger", "measure", "unit", lastLabel[gauge] ?? "window"];
    gauges.set(gauge, metrics.gauge({ name: `anshi_measure_${gauge}`, help, labels }));
  }
  const omitted = metrics.gauge({
    name: "anshi_measure_series_omitted",
    help: "Series of the board left out of this scrape, because there are too many",
  });
  metrics.collector("board", [...gauges.values(), omitted], async (put) => {
    const series = await scrape(reading, async (client) => {
      const all: Series[] = [];
      for (const ledger of await ledgersShown(client, reading)) {
        all.push(...(await seriesOf(client, reading, ledger, longOverdueDays)));
      }
      return all;
    });
    const limited = limitSeries(series, most);
    for (const { gauge, labels, value } of limited.kept) {
      const into = gauges.get(gauge);
      if (into !== undefined) put(into, value, labels);
    }
    put(omitted, limited.omitted);
  });
}

async function seriesOf(
  client: PoolClient,
  reading: Reading,
  ledger: LedgerId,
  longOverdueDays: number,
): Promise<readonly Series[]> {
  const zone = zoneOf(reading, ledger);
  const asOf = reading.now();
  const today = zone.dayOf(asOf);
  const ask = (window: Window): Promise<Board> =>
    board(client, {
      ledger,
      zone,
      rules: reading.rules,
      asOf,
      window,
      cohort: "settled",
      smallSample: reading.smallSample,
    });
  const all = await ask({});
  const year = await ask({ from: yearStart(yearOf(today)), to: today });
  const { calendar, tree } = await readReference(client, ledger, all.knownAt);
  const days = WITHIN_WORKING_DAYS.map((n) => workingDaysAfter(calendar, today, n));
  const near = await nearDue(client, { ledger, zone, asOf, by: days, tree });
  const since = zone.startOf(today - longOverdueDays);
  const long = await longOverdue(client, { ledger, asOf, since, tree });
  return [
    ...measureSeries(ledger, "all", all.measures, tree),
    ...measureSeries(ledger, "year", year.measures, tree),
    ...WITHIN_WORKING_DAYS.flatMap((n, nth) =>
      openSeries(
        "near_due",
        ledger,
        { within: String(n) },
        all.measures,
        near.filter(({ by }) => by === days[nth]),
        tree,
      ),
    ),
    ...openSeries("long_overdue", ledger, { days: String(longOverdueDays) }, all.measures, long, tree),
  ];
}
