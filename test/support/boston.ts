import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { root } from "@anshi/test-postgres/root";
import { leaveOut } from "@anshi/test-tools";
import { parse } from "csv-parse/sync";
import { Temporal } from "temporal-polyfill";

/**
 * The real data: service requests of Boston, 2015, with the City's own deadline and on-time flag. It is not part of
 * the repository; ANSHI_BOSTON_DIR names where it is.
 */
export const bostonDirectory = process.env.ANSHI_BOSTON_DIR ?? join(root, "../shared/data/boston311");

export const bostonFile = join(bostonDirectory, "boston311-2015-cases.csv.gz");

/** Whether the data is there; when not, says for the summary of the run what is left out. */
export function haveBoston(): boolean {
  const there = existsSync(bostonFile);
  if (!there) leaveOut(`data: boston311 is not at ${bostonDirectory}`);
  return there;
}

export interface BostonCase {
  readonly case_id: string;
  readonly department: string;
  readonly open_dt: string;
  readonly target_dt: string;
  readonly closed_dt: string;
  readonly official_ontime: "ONTIME" | "OVERDUE" | "";
}

/** Every case that has a target. */
export function bostonCases(): readonly BostonCase[] {
  const rows: BostonCase[] = parse(gunzipSync(readFileSync(bostonFile)), { columns: true });
  return rows.filter((row) => row.target_dt !== "");
}

/** The other published as-of rates: [local midnight, met, closed late, open overdue, pending]. */
export function bostonAsOfRates(): readonly Readonly<Record<string, string>>[] {
  return parse(readFileSync(join(bostonDirectory, "as-of-rates.csv")), { columns: true });
}

/** The events of a case, made independently of the import's mapping. */
export function bostonEvents(row: BostonCase): readonly object[] {
  const base = { specversion: "1.0", source: "https://data.boston.gov/311", subject: row.case_id };
  const unit = row.department.replace(/[^0-9A-Za-z_-]/gu, "_");
  const issued = {
    ...base,
    id: `${row.case_id}/issued`,
    type: "io.anshi.dispatch.issued.v1",
    time: local(row.open_dt),
    data: { unit, dueAt: local(row.target_dt) },
  };
  if (row.closed_dt === "") return [issued];
  const verified = {
    ...base,
    id: `${row.case_id}/verified`,
    type: "io.anshi.dispatch.verified.v1",
    time: local(row.closed_dt),
    data: { result: "confirmed" },
  };
  return [issued, verified];
}

/** RFC 3339 of a wall clock of New York. */
export function local(wallClock: string): string {
  const there = Temporal.PlainDateTime.from(wallClock).toZonedDateTime("America/New_York", {
    disambiguation: "compatible",
  });
  return `${there.toPlainDateTime().toString({ smallestUnit: "second" })}${there.offset}`;
}
