import { weekday } from "@anshi/domain";
import { useWords } from "../language/language.js";
import type { DayTone, StripDay } from "./strip-days.js";
import { type CaseWords, caseWords } from "./words.js";

/** The days of a clock as a calendar: a column a week, Monday on top. */
export function CalendarStrip({
  days,
  label,
}: {
  readonly days: readonly StripDay[];
  readonly label: string;
}) {
  const words = useWords(caseWords);
  const first = days[0];
  if (first === undefined) return null;
  const monday = first.day - rowOf(first.day);
  const column = (day: number): number => Math.floor((day - monday) / 7) + 2;
  const months = days.filter(({ date }, nth) => nth === 0 || date.endsWith("-01"));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long one scrolls within itself; the keyboard must reach it
    <div className="strip" role="img" aria-label={label} tabIndex={0}>
      {words.weekdays.map((name, nth) => (
        <span key={name} className="strip-weekday" style={{ gridRow: nth + 2, gridColumn: 1 }}>
          {name}
        </span>
      ))}
      {months.map(({ day, date }) => (
        <span
          key={date}
          className="strip-month"
          style={{ gridRow: 1, gridColumn: `${column(day)} / span 3` }}
        >
          {words.months(Number(date.slice(5, 7)))}
        </span>
      ))}
      {days.map((day) => (
        <span
          key={day.date}
          className={classOf(day)}
          style={{ gridRow: rowOf(day.day) + 2, gridColumn: column(day.day) }}
          title={`${day.date} ${titleOf(day, words)}`}
        >
          <small>{Number(day.date.slice(8))}</small>
          <b>{day.isStop ? "■" : day.tone === "start" ? words.startMark : (day.count ?? "")}</b>
        </span>
      ))}
    </div>
  );
}

const rowOf = (day: number): number => weekday(day) - 1;

function classOf({ tone, isDue, isToday }: StripDay): string {
  return `strip-day strip-${tone}${isDue ? " strip-due" : ""}${isToday ? " strip-today" : ""}`;
}

function titleOf({ tone, count, isDue, isStop, isToday, note }: StripDay, words: CaseWords): string {
  return [
    tone === "counted" ? `${words.counted} ${count ?? ""}` : words[tone],
    ...(note === undefined ? [] : [note]),
    ...(isDue ? [words.dueDay] : []),
    ...(isStop ? [words.stopDay] : []),
    ...(isToday ? [words.today] : []),
  ].join(" · ");
}

const tones: readonly DayTone[] = ["counted", "weekend", "holiday", "suspended", "plain", "rolled", "over"];

/** What the colours of the days that occur mean. */
export function StripLegend({ days }: { readonly days: readonly StripDay[] }) {
  const words = useWords(caseWords);
  const shown = tones.filter((tone) => days.some((day) => day.tone === tone));
  return (
    <ul className="strip-legend" aria-label={words.legend}>
      {shown.map((tone) => (
        <li key={tone}>
          <i className={`strip-day strip-${tone}`} aria-hidden="true" /> {words[tone]}
        </li>
      ))}
      {days.some(({ isDue }) => isDue) && (
        <li>
          <i className="strip-day strip-due" aria-hidden="true" /> {words.dueDay}
        </li>
      )}
      {days.some(({ isStop }) => isStop) && <li>■ {words.stopDay}</li>}
      {days.some(({ isToday }) => isToday) && (
        <li>
          <i className="strip-day strip-today" aria-hidden="true" /> {words.today}
        </li>
      )}
    </ul>
  );
}
