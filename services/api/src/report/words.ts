import type { PublishedFigure } from "@anshi/board";
import {
  type Comparator,
  formatDay,
  type Instant,
  type Measure,
  type Period,
  rateText,
  type Zone,
} from "@anshi/domain";

/** A period as a title says it: 2026年10月. */
export function periodText({ kind, name, to }: Period): string {
  const [year, month, day] = formatDay(to).split("-").map(Number);
  switch (kind) {
    case "day":
      return `${year}年${month}月${day}日`;
    case "month":
      return `${year}年${month}月`;
    case "quarter":
      return `${year}年第${"一二三四"[Number(name.at(-1)) - 1]}季度`;
    case "year":
      return `${year}年度`;
  }
}

/** A date as documents write it: 2026年10月31日. */
export function dateText(text: string): string {
  const [year, month, day] = text.split("-").map(Number);
  return `${year}年${month}月${day}日`;
}

/** An instant on the wall clock of a zone: `2026-11-01 00:00:00`. */
export function instantText(instant: Instant, zone: Zone): string {
  const clock = new Date(zone.wallClock(instant)).toISOString().slice(11, 19);
  return `${formatDay(zone.dayOf(instant))} ${clock}`;
}

/** A rate with two decimals, cut towards failure: `94.99%`; of satisfaction the mean score: `4.32分`. */
export function rateWords({ numerator, counted, formula }: PublishedFigure): string {
  if (counted === 0) return "无数据";
  return formula === "satisfaction"
    ? `${rateText(numerator, 100 * counted)}分`
    : `${rateText(numerator, counted)}%`;
}

/** What the official text asks: `＞95%`; where it sets no line, the national figure. */
export function lineWords(measure: Measure, national: Comparator | null): string {
  const { line } = measure;
  if (line !== null) return `${line.scored === ">" ? "＞" : "≥"}${Number((line.parts * 100n) / line.of)}%`;
  return national === null ? "全国平均" : "＞全国平均";
}

/** The national figure. */
export function nationalWords(measure: Measure, national: Comparator | null): string {
  if (national === null) return "—";
  if (measure.formula === "satisfaction") return `${national.value}分`;
  return `${decimal(national.value)}%`;
}

/** A ratio in percent as it was published: 0.583 is 58.3, whatever binary fractions make of it. */
function decimal(ratio: number): string {
  return String(Number((ratio * 100).toPrecision(12)));
}

/** Whether the line is met; few cases are said to be few. */
export function verdictWords({ met, earned, smallSample, counted }: PublishedFigure): string {
  if (counted === 0) return "无数据";
  if (met === null) return "—";
  // At exactly the line nothing is alerted, and yet the official text gives no point for it.
  const verdict = met ? (earned === false ? "持平" : "达标") : "未达标";
  return smallSample ? `${verdict}（样本少）` : verdict;
}

const editions = ["", "", "（第二版）", "（第三版）"] as const;

/** Which edition, where it is not the first. */
export const editionWords = (edition: number): string => editions[edition] ?? `（第${edition}版）`;

/** Days until a due: `剩3天`, `当日` or `超期3天`. */
export function daysWords(days: number | null): string {
  if (days === null) return "—";
  return days < 0 ? `超期${-days}天` : days === 0 ? "当日" : `剩${days}天`;
}
