import { belongs, type ClockKind, type Measure, type Origin } from "@anshi/domain";
import type { Row } from "./use-list.js";

/** Whether a row counts in a measure; every row does without one. */
export function counts(row: Row, measure: Measure | undefined): boolean {
  if (measure === undefined) return true;
  if (!("clock" in row)) return false;
  const { unit, online } = row;
  return (
    belongs(measure, { unit, online, clock: row.clock as ClockKind, origin: row.origin as Origin | null }) ===
    true
  );
}
