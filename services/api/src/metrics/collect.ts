import type { Metrics, Shift } from "@anshi/runtime";
import type { Reading } from "../reading.js";
import { collectBoard } from "./board.js";
import { collectCalendar } from "./calendar.js";
import { collectPipeline } from "./pipeline.js";
import { collectReconciliation } from "./reconciliation.js";
import { collectRejections } from "./rejections.js";
import { collectSteward } from "./steward.js";

/** Every collector of the api, each of which may fail by itself. */
export function collectAll(metrics: Metrics, reading: Reading, shifts: readonly Shift[]): void {
  collectBoard(metrics, reading);
  collectPipeline(metrics, reading);
  collectReconciliation(metrics, reading);
  collectRejections(metrics, reading);
  collectCalendar(metrics, reading, shifts);
  collectSteward(metrics, reading);
}
