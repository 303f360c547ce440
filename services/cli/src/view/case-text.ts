import { actTitle, derivationLines, type Language, termIn, typeTitle } from "@anshi/terms";
import type { CaseAnswer, ClockRow } from "./case-answer.js";
import { type CaseWords, caseWords } from "./case-words.js";
import { renderTable } from "./table.js";
import type { LocalTimes } from "./zoned.js";

/** Kinds of which only online cases (涉网) count. */
const asksOnline: ReadonlySet<string> = new Set(["complaint", "lead"]);

/** A case for an auditor: its facts in both times, and how the due of each clock comes about. */
export function renderCase(answer: CaseAnswer, language: Language, times: LocalTimes): string {
  const words = caseWords(language);
  const { kind, subject, online, holder } = answer.case;
  const heading = [
    `${termIn(kind, language)} ${subject}`,
    ...(asksOnline.has(kind) ? [words.online(online)] : []),
    `${words.holder} ${holder ?? words.nobody}`,
    `${words.asOf} ${times.at(answer.asOf)} (${times.name})`,
    `${words.position} ${answer.knownAt.position}`,
  ].join("  ");
  const ratings = answer.ratings.map(({ score, at }) => `${times.at(at)}  ${score}`);
  return [
    heading,
    "",
    words.facts,
    factTable(answer, language, words, times),
    ...answer.clocks.flatMap((clock) => ["", ...clockLines(clock, language, words, times)]),
    ...(ratings.length === 0 ? [] : ["", words.ratings, ...ratings]),
  ].join("\n");
}

function factTable(answer: CaseAnswer, language: Language, words: CaseWords, times: LocalTimes): string {
  return renderTable(
    [
      { name: words.occurred },
      { name: words.recorded },
      { name: words.positionColumn, align: "right" },
      { name: words.type },
      { name: words.data },
      { name: words.note },
    ],
    answer.facts.map((fact) => [
      times.at(fact.time),
      fact.recordedAt === null ? "" : times.at(fact.recordedAt),
      fact.position,
      typeTitle(fact.type, language),
      dataText(fact.data),
      fact.note === null ? "" : termIn(fact.note, language),
    ]),
  );
}

function dataText(data: unknown): string {
  if (typeof data !== "object" || data === null) return "";
  return Object.entries(data)
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(" ");
}

function clockLines(
  clock: ClockRow,
  language: Language,
  words: CaseWords,
  times: LocalTimes,
): readonly string[] {
  const closedBy = clock.closedBy === null ? "" : ` (${actTitle(clock.clock, clock.closedBy, language)})`;
  const closed = clock.closed === null ? words.open : `${words.closed} ${times.at(clock.closed)}${closedBy}`;
  const state = clock.state === null ? "" : ` · ${termIn(clock.state, language)}`;
  const term = termIn(clock.clock, language);
  const clockName = term === clock.clock ? term : `${term} ${clock.clock}`;
  const remarks = [
    ...(clock.disordered ? [words.disordered] : []),
    ...(clock.lateExtension ? [words.lateExtension] : []),
    ...(clock.provisional ? [words.provisional] : []),
  ];
  return [
    `${clockName} · ${clock.unit}${state}`,
    [
      `${words.start} ${times.at(clock.start)}`,
      `${words.due} ${clock.due ?? words.none}`,
      ...(clock.lapse === null ? [] : [`${words.lapse} ${times.at(clock.lapse)}`]),
      closed,
    ].join("  "),
    `${words.basis} ${clock.basis} [${clock.rule}]`,
    ...remarks.map((remark) => `! ${remark}`),
    ...derivationLines(clock.derivation.lines, language).map((line) => `  ${line}`),
  ];
}
