import { type Formula, measures } from "@anshi/domain";
import { cohortName, type Language } from "@anshi/terms";
import type { BoardAnswer, BoardRow } from "./board-answer.js";
import { renderTable } from "./table.js";
import { type BoardWords, boardWords } from "./words.js";
import type { LocalTimes } from "./zoned.js";

/** Which rows to show: the whole ledger's measures, or every unit of the measures that have data, worst first. */
export type BoardSelection = "as-given" | "whole" | "by-unit";

/** A board as a table a supervisor can read, with what is needed to recompute it above. */
export function renderBoard(
  answer: BoardAnswer,
  selection: BoardSelection,
  language: Language,
  times: LocalTimes,
): string {
  const words = boardWords(language);
  const rows = select(answer, selection);
  const notes = [
    ...noteOf(Math.max(0, ...rows.map(({ parked }) => parked)), words.parked),
    ...noteOf(Math.max(0, ...rows.map(({ provisional }) => provisional)), words.provisional),
  ];
  const table = renderTable(
    [
      { name: words.measure },
      { name: words.unit },
      { name: words.rate, align: "right" },
      { name: words.fraction, align: "right" },
      { name: words.line, align: "right" },
      { name: words.verdict },
      ...[words.budget, words.pending, words.overdue, words.late, words.unclassified].map(
        (name) => ({ name, align: "right" }) as const,
      ),
    ],
    rows.map((row) => cells(row, answer.head.ledger, language, words)),
  );
  return [heading(answer, language, words, times), table, ...notes].join("\n");
}

function heading(answer: BoardAnswer, language: Language, words: BoardWords, times: LocalTimes): string {
  const { head, knownAt } = answer;
  const position =
    knownAt.position === head.position ? head.position : `${knownAt.position} (${words.of} ${head.position})`;
  const moment = [
    `${words.ledger} ${head.ledger}`,
    `${words.position} ${position}`,
    `${words.asOf} ${times.at(answer.asOf)} (${times.name})`,
    `${words.cohort} ${cohortName(answer.cohort, language)}`,
  ];
  const versions = [`${words.ruleSet} ${answer.ruleSet}`, `${words.calendar} ${answer.calendar.join(" ")}`];
  return [moment, versions].map((parts) => parts.join("  ")).join("\n");
}

function select(answer: BoardAnswer, selection: BoardSelection): readonly BoardRow[] {
  if (selection === "as-given") return answer.measures;
  // The root of the units is the ledger itself.
  const isRoot = (row: BoardRow): boolean => row.unit === answer.head.ledger;
  if (selection === "whole") return answer.measures.filter(isRoot);
  const filled = new Set(
    answer.measures.filter((row) => row.counted + row.pending > 0).map(({ measure }) => measure),
  );
  const order = [...filled];
  return answer.measures
    .filter(({ measure }) => filled.has(measure))
    .sort(
      (a, b) =>
        order.indexOf(a.measure) - order.indexOf(b.measure) ||
        Number(isRoot(b)) - Number(isRoot(a)) ||
        worth(a) - worth(b) ||
        b.counted - a.counted,
    );
}

/** For the order only; no data is neither good nor bad and comes last. */
function worth(row: BoardRow): number {
  if (row.counted === 0) return Number.MAX_VALUE;
  return numeratorOf(row) / row.counted;
}

function cells(row: BoardRow, ledger: string, language: Language, words: BoardWords): readonly string[] {
  const measure = measures.find(({ id }) => id === row.measure);
  const name = language === "zh" ? measure?.name : measure?.english;
  return [
    name === undefined ? row.measure : `${row.measure} ${name}`,
    unitCell(row, ledger, words),
    rateCell(row, words),
    `${numeratorOf(row)}/${row.counted}`,
    lineCell(row, words),
    verdict(row, words),
    row.lateBudget === null ? "" : String(row.lateBudget),
    ...[row.pending, row.overdue, row.late, row.unclassified].map(String),
  ];
}

function unitCell(row: BoardRow, ledger: string, words: BoardWords): string {
  if (row.unitName !== null) return `${row.unitName} ${row.unit}`;
  return row.unit === ledger ? row.unit : `${words.unregistered} ${row.unit}`;
}

function rateCell(row: BoardRow, words: BoardWords): string {
  if (row.counted === 0) return "–";
  if (row.rateText !== null) return `${row.rateText} %`;
  // A mean score, cut to two decimals as the rates are.
  const hundredths = Math.floor((100 * numeratorOf(row)) / row.counted);
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, "0")} ${words.points}`;
}

/** `≥ 95 %`, `≥ 66.7 %`; of a mean score `≥ 3.9 points`. */
function lineCell(row: BoardRow, words: BoardWords): string {
  if (row.threshold === null) return "";
  const isScore = measures.find(({ id }) => id === row.measure)?.formula === "satisfaction";
  const line = isScore ? `${row.threshold} ${words.points}` : `${Number((100 * row.threshold).toFixed(4))} %`;
  return `${row.operator === ">=" ? "≥" : row.operator} ${line}`;
}

function verdict(row: BoardRow, words: BoardWords): string {
  if (row.counted === 0) return words.noData;
  const said = row.met === null ? words.noLine : row.met ? words.met : words.failed;
  return row.smallSample ? `${said} (${words.small})` : said;
}

const numerators: Readonly<Record<Formula, (row: BoardRow) => number>> = {
  "on-time": ({ kept }) => kept,
  completion: ({ kept, late }) => kept + late,
  disposal: ({ kept, late }) => kept + late,
  success: ({ numerator = 0 }) => numerator,
  satisfaction: ({ sum = 0 }) => sum,
};

function numeratorOf(row: BoardRow): number {
  const formula = measures.find(({ id }) => id === row.measure)?.formula;
  return row.numerator ?? numerators[formula ?? "on-time"](row);
}

function noteOf(n: number, say: (n: number) => string): readonly string[] {
  return n === 0 ? [] : [say(n)];
}
