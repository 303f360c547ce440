import { measures } from "@anshi/domain";
import { causeName, changeText, type Language, typeTitle } from "@anshi/terms";
import { Failure } from "../failure.js";

type Change = Readonly<Record<string, number>>;

interface Row {
  readonly numerator: number;
  readonly counted: number;
  readonly rateText: string | null;
  readonly pending: number;
  readonly threshold: number | null;
}

/** The body of `GET /v1/diff`. */
export interface DiffAnswer {
  readonly knownAt: { readonly from: string; readonly to: string };
  readonly figures: readonly {
    readonly measure: string;
    readonly unit: string;
    readonly unitName: string | null;
    readonly before: Row | null;
    readonly after: Row | null;
    readonly events: readonly {
      readonly position: string;
      readonly type: string;
      readonly subject: string;
      readonly cause: string;
      readonly change: Change;
    }[];
    readonly more: { readonly events: number; readonly change: Change } | null;
  }[];
  readonly truncated: boolean;
}

/** The body as a difference; throws `Failure` when it is none. */
export function diffAnswer(body: unknown): DiffAnswer {
  if (typeof body === "object" && body !== null && "figures" in body && Array.isArray(body.figures)) {
    if ("knownAt" in body && "truncated" in body) return body as DiffAnswer;
  }
  throw new Failure("the answer is no difference; does ANSHI_URL name an Anshi service?");
}

const words = {
  zh: {
    none: "两个位置之间没有指标变化。",
    noData: "无数据",
    noRow: "无此行",
    pending: "在办",
    more: (n: number) => `另 ${n} 条事实`,
    count: (n: number, from: string, to: string) => `位置 ${from} 与 ${to} 之间，${n} 项指标有变化`,
    truncated: "变化过多，未能列全事实。",
  },
  en: {
    none: "No figure changed between the two positions.",
    noData: "no data",
    noRow: "no row",
    pending: "pending",
    more: (n: number) => `${n} further event(s)`,
    count: (n: number, from: string, to: string) =>
      `${n} figure(s) changed between positions ${from} and ${to}`,
    truncated: "There were too many changes to name all events.",
  },
} as const;

/** A figure a line, then its events with what each did to it. */
export function renderDiff(answer: DiffAnswer, language: Language): string {
  const own = words[language];
  const { figures, knownAt, truncated } = answer;
  if (figures.length === 0) return own.none;
  const lines = figures.flatMap(({ measure, unit, unitName, before, after, events, more }) => {
    const known = measures.find(({ id }) => id === measure);
    const name = language === "zh" ? known?.name : known?.english;
    return [
      `${measure} ${name ?? ""} · ${unitName ?? ""} ${unit}: ${rowText(before, language)} → ${rowText(after, language)}`,
      ...events.map(
        ({ position, type, subject, cause, change }) =>
          `    ${position.padStart(9)}  ${causeName(cause, language)}  ${typeTitle(type, language)} ${subject}  ${changeText(change, language)}`,
      ),
      ...(more === null
        ? []
        : [`               ${own.more(more.events)}  ${changeText(more.change, language)}`]),
    ];
  });
  return (
    [...lines, own.count(figures.length, knownAt.from, knownAt.to), ...(truncated ? [own.truncated] : [])]
      // Subjects and names come from outside: no control characters reach the terminal.
      .map((line) => line.replace(/\p{Cc}/gu, " "))
      .join("\n")
  );
}

function rowText(row: Row | null, language: Language): string {
  const own = words[language];
  if (row === null) return own.noRow;
  const rate =
    row.counted === 0
      ? own.noData
      : `${row.rateText === null ? "" : `${row.rateText}% `}${row.numerator}/${row.counted}`;
  return `${rate} (${own.pending} ${row.pending})`;
}
