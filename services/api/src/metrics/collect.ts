import type { Metrics, Shift } from "@anshi/runtime";
import type { Reading } from "../reading.js";
import { collectBoard } from "./board.js";
import { collectCalendar } from "./calendar.js";
import { tellConsole } from "./console.js";
import { collectFeed } from "./feed.js";
import { collectNames } from "./names.js";
import { collectPipeline } from "./pipeline.js";
import { collectPublications } from "./publications.js";
import { collectReconciliation } from "./reconciliation.js";
import { collectRejections } from "./rejections.js";
import { collectSeals } from "./seals.js";
import { collectSteward } from "./steward.js";

export interface CollectOptions {
  /** Office hours of a working day. */
  readonly shifts: readonly Shift[];
  /** Overdue for more days than this is overdue for long. */
  readonly longOverdueDays: number;
  /** Where people reach the console. */
  readonly publicUrl: string;
}

/** Every collector of the api, each of which may fail by itself. */
export function collectAll(
  metrics: Metrics,
  reading: Reading,
  { shifts, longOverdueDays, publicUrl }: CollectOptions,
): void {
  collectBoard(metrics, reading, longOverdueDays);
  collectNames(metrics, reading);
  tellConsole(metrics, publicUrl);
  collectPipeline(metrics, reading);
  collectReconciliation(metrics, reading);
  collectRejections(metrics, reading);
  collectCalendar(metrics, reading, shifts);
  collectFeed(metrics, reading, shifts);
  collectPublications(metrics, reading);
  collectSeals(metrics, reading);
  collectSteward(metrics, reading);
}
