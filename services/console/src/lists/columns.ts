import { parseDay } from "@anshi/domain";
import { actTitle, type Language, termIn } from "@anshi/terms";
import type { ListItem, ParkedItem } from "../api/answers.js";
import { dayOf, localTime } from "../format/local.js";
import { position } from "../format/number.js";
import type { Row } from "./use-list.js";
import type { ListWords } from "./words.js";

/** What the cells of a list need to know beside the row. */
export interface Cells {
  readonly words: ListWords;
  readonly language: Language;
  readonly timeZone: string;
  readonly nameOf: (unit: string) => string | null;
  /** T of the list. */
  readonly asOf: string;
}

/** A column: its text, and what it is sorted by. */
export interface Column {
  readonly name: keyof ListWords["columns"];
  /** Width in characters, in the workbook and on the page. */
  readonly width: number;
  readonly text: (row: Row, cells: Cells) => string;
  readonly order: (row: Row, cells: Cells) => string | number;
}

const column = <R extends Row>(
  name: Column["name"],
  width: number,
  text: (row: R, cells: Cells) => string,
  order: (row: R, cells: Cells) => string | number = text,
): Column => ({
  name,
  width,
  text: (row, cells) => text(row as R, cells),
  order: (row, cells) => order(row as R, cells),
});

const LAST = "9999";

/** Columns of clocks. */
export const clockColumns: readonly Column[] = [
  column<ListItem>("subject", 20, ({ subject }) => subject),
  column<ListItem>("left", 13, leftText, (row, cells) => leftDays(row, cells) ?? Number.POSITIVE_INFINITY),
  column<ListItem>(
    "due",
    12,
    ({ due }) => due ?? "–",
    ({ lapse }) => lapse ?? LAST,
  ),
  column<ListItem>("clock", 16, ({ clock }, { language }) => termIn(clock, language)),
  column<ListItem>(
    "unit",
    18,
    ({ unit }, { nameOf, words }) => nameOf(unit) ?? `${words.unregistered} ${unit}`,
  ),
  column<ListItem>("state", 11, ({ state }, { language }) => termIn(state, language)),
  column<ListItem>(
    "start",
    20,
    ({ start }, { timeZone }) => localTime(start, timeZone),
    ({ start }) => start,
  ),
  column<ListItem>("closed", 32, closedText, ({ closed }) => closed ?? LAST),
  column<ListItem>("online", 9, onlineText),
  column<ListItem>("remarks", 26, remarks),
];

/** Columns of parked cases. */
export const parkedColumns: readonly Column[] = [
  column<ParkedItem>("subject", 24, ({ subject }) => subject),
  column<ParkedItem>("kind", 14, ({ kind }, { language }) => termIn(kind, language)),
  column<ParkedItem>(
    "since",
    14,
    ({ since }) => position(since),
    ({ since }) => since.padStart(20, "0"),
  ),
  column<ParkedItem>("reason", 60, ({ reason }) => reason),
];

/** Days from T's own day to the due day, below 0 when it has passed; `null` without a due or when it was stopped. */
function leftDays({ due, closed }: ListItem, { asOf, timeZone }: Cells): number | null {
  const day = due === null ? undefined : parseDay(due);
  return day === undefined || closed !== null ? null : day - dayOf(Date.parse(asOf), timeZone);
}

function leftText(row: ListItem, cells: Cells): string {
  const left = leftDays(row, cells);
  if (left === null) return row.suspendedSince === null ? "–" : cells.words.stands;
  return left > 0 ? cells.words.left(left) : left === 0 ? cells.words.today : cells.words.over(-left);
}

function closedText({ closed, closedBy, clock }: ListItem, { timeZone, language }: Cells): string {
  if (closed === null) return "–";
  return `${localTime(closed, timeZone)} ${closedBy === null ? "" : actTitle(clock, closedBy, language)}`;
}

/** Only of complaints and leads does anyone ask. */
function onlineText({ kind, online }: ListItem, { words }: Cells): string {
  if (kind !== "complaint" && kind !== "lead") return "–";
  return online === null ? words.unknown : online ? words.online : words.offline;
}

function remarks(row: ListItem, { words }: Cells): string {
  return [
    ...(row.suspendedSince === null ? [] : [words.suspendedSince(row.suspendedSince)]),
    ...(row.provisional ? [words.provisional] : []),
    ...(row.disordered ? [words.disordered] : []),
    ...(row.lateExtension ? [words.lateExtension] : []),
  ].join("；");
}
