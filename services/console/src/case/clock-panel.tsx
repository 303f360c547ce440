import { actTitle, derivationLines, termIn } from "@anshi/terms";
import type { ClockItem } from "../api/answers.js";
import { dayOf, localTime } from "../format/local.js";
import { useLanguage, useWords } from "../language/language.js";
import { CalendarStrip, StripLegend } from "./calendar-strip.js";
import { stripDays } from "./strip-days.js";
import { caseWords } from "./words.js";

interface Props {
  readonly clock: ClockItem;
  readonly unitName: string;
  readonly timeZone: string;
  readonly asOf: string;
}

/** A clock: where it stands, what it rests on, and its days. */
export function ClockPanel({ clock, unitName, timeZone, asOf }: Props) {
  const words = useWords(caseWords);
  const language = useLanguage();
  const stop = clock.closed === null ? null : dayOf(Date.parse(clock.closed), timeZone);
  const days = stripDays(clock.derivation.lines, {
    due: clock.due,
    stop,
    today: dayOf(Date.parse(asOf), timeZone),
  });
  const name = termIn(clock.clock, language);
  const state = clock.state === null ? "" : termIn(clock.state, language);
  const by = clock.closedBy === null ? "" : actTitle(clock.clock, clock.closedBy, language);
  const remarks = [
    ...(clock.suspendedSince === null ? [] : [words.suspendedSince(clock.suspendedSince)]),
    ...(clock.disordered ? [words.disordered] : []),
    ...(clock.lateExtension ? [words.lateExtension] : []),
    ...(clock.provisional ? [words.provisional] : []),
  ];
  return (
    <article className="clock" data-clock={clock.clock} data-state={clock.state}>
      <header>
        <h3>
          {name} · {unitName}
        </h3>
        <span className={`state state-${clock.state ?? "none"}`}>{state}</span>
      </header>
      <dl className="facts-of-clock">
        <Pair name={words.start}>{localTime(clock.start, timeZone)}</Pair>
        <Pair name={words.due}>{clock.due ?? words.none}</Pair>
        <Pair name={words.lapse}>{clock.lapse === null ? words.none : localTime(clock.lapse, timeZone)}</Pair>
        <Pair name={words.stopped}>
          {clock.closed === null ? words.running : `${localTime(clock.closed, timeZone)} ${by}`}
        </Pair>
        <Pair name={words.basis}>{clock.basis}</Pair>
        <Pair name={words.rule}>{clock.rule}</Pair>
      </dl>
      {remarks.map((remark) => (
        <p key={remark} className="remark">
          {remark}
        </p>
      ))}
      <CalendarStrip
        days={days}
        label={`${name}: ${words.start} ${days[0]?.date}, ${words.due} ${clock.due ?? words.none}, ${state}`}
      />
      <StripLegend days={days} />
      <details>
        <summary>{words.inWords}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide line scrolls within it; the keyboard must reach it */}
        <pre tabIndex={0}>{derivationLines(clock.derivation.lines, language).join("\n")}</pre>
      </details>
    </article>
  );
}

function Pair({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
