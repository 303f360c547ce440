import type { BoardRow, ReplayDifference, ReplayReport } from "@anshi/board";
import { formatDay, formatInstant } from "@anshi/domain";

const MOST_TOLD = 40;

/** A replay in lines: each figure that differs with the members that do, and what it came to. */
export function replayLines(
  report: ReplayReport,
  isTrial: boolean,
): { readonly differences: readonly string[]; readonly summary: string } {
  const { differences, unknown, events, position, publications, served, servedAt, figures } = report;
  const behind =
    servedAt !== null && servedAt < position ? ` as known at ${servedAt}, where the board stands,` : "";
  const told = differences.slice(0, MOST_TOLD).map((each) => differenceLine(each, isTrial));
  const rest = differences.length - told.length;
  const outcome = isTrial
    ? differences.length === 0
      ? "none would be another"
      : `${differences.length} would be others`
    : differences.length === 0
      ? "all equal"
      : `${differences.length} differ`;
  return {
    differences: [
      ...told,
      ...(rest > 0 ? [`  and ${rest} more (--json tells all)`] : []),
      ...unknown.map((id) => `  ${id}: not replayed, this program does not have its rules`),
    ],
    summary: `ledger ${report.ledger} replayed to position ${position} (${events} events of cases): ${figures} figures of ${publications} publication(s) and ${served} served board(s),${behind} ${outcome}`,
  };
}

function differenceLine(
  { of, publication, question, measure, unit, shown, replayed }: ReplayDifference,
  isTrial: boolean,
): string {
  const { from, to } = question.window;
  const window = from === undefined || to === undefined ? "" : ` ${formatDay(from)} to ${formatDay(to)}`;
  const where =
    publication !== null
      ? `${publication}:${measure}:${unit}`
      : `${measure} ${unit} as of ${formatInstant(question.asOf)}${window}, ${question.cohort}`;
  return `  ${where}: ${of} ${members(shown, replayed)}; ${isTrial ? "would be" : "the events say"} ${members(replayed, shown)}`;
}

/** The rate as people read it, in place of the members it is made of. */
const RATE: readonly string[] = ["numerator", "counted", "rate", "rateText"];

/** The members in which a row is not as another: the rate first. */
function members(row: BoardRow | null, other: BoardRow | null): string {
  if (row === null) return "no such figure";
  const entries = Object.entries(row).filter(
    ([name, value]) =>
      JSON.stringify(value) !== JSON.stringify((other as Readonly<Record<string, unknown>> | null)?.[name]),
  );
  if (entries.length === 0) return "the same, with another calendar";
  const isRated = entries.some(([name]) => RATE.includes(name));
  return [
    ...(isRated ? [`${row.rateText ?? "no rate"} (${row.numerator}/${row.counted})`] : []),
    ...entries
      .filter(([name]) => !RATE.includes(name))
      .map(([name, value]) => `${name} ${JSON.stringify(value)}`),
  ].join(", ");
}
