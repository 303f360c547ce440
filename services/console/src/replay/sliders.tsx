import { formatDay, parseDay } from "@anshi/domain";
import { type FormEvent, useEffect, useState } from "react";
import { position } from "../format/number.js";
import { useWords } from "../language/language.js";
import { moved, positionAt, STEPS, stepOf, typedPosition } from "./scale.js";
import type { MomentState } from "./use-moment.js";
import { replayWords } from "./words.js";

interface Props {
  readonly moment: MomentState;
  /** How many days back the slider reaches. */
  readonly span: number;
  readonly playing: "asOf" | "knownAt" | null;
  readonly onPlay: (what: "asOf" | "knownAt" | null) => void;
  /** When the fact at the position was recorded, as far as one may know. */
  readonly recordedAt: string | null;
}

/** As of T and as known at P, each by slider, by step, by hand, and playing by itself. */
export function Sliders({ moment, span, playing, onPlay, recordedAt }: Props) {
  const words = useWords(replayWords);
  const { day, today, knownAt, head, setDay, setKnownAt } = moment;
  const first = Math.min(today - span, day);
  return (
    <div className="sliders">
      <fieldset>
        <legend>
          {words.asOf} <output>{moment.text ?? words.now}</output>
        </legend>
        <input
          type="range"
          aria-label={words.asOf}
          aria-valuetext={moment.text ?? words.now}
          min={first}
          max={today}
          value={day}
          onChange={(event) => setDay(Number(event.target.value))}
        />
        <p className="hint">{words.asOfHint}</p>
        <div className="slider-keys">
          <input
            type="date"
            aria-label={words.asOf}
            max={formatDay(today)}
            value={formatDay(day)}
            onChange={(event) => setDay(parseDay(event.target.value) ?? today)}
          />
          <Steps
            back={() => setDay(day - 1)}
            on={() => setDay(day + 1)}
            atEnd={day >= today}
            play={() => onPlay(playing === "asOf" ? null : "asOf")}
            label={playing === "asOf" ? words.pause : words.playAsOf}
          />
        </div>
      </fieldset>
      <fieldset>
        <legend>
          {words.knownAt} <output>{position(String(knownAt))}</output>
          {knownAt === head && <small> {words.head}</small>}
        </legend>
        <input
          type="range"
          aria-label={words.knownAt}
          aria-valuetext={String(knownAt)}
          min={0}
          max={STEPS}
          value={stepOf(knownAt, head)}
          onChange={(event) => setKnownAt(positionAt(Number(event.target.value), head))}
        />
        <p className="hint">
          {words.knownAtHint}
          {recordedAt !== null && ` · ${words.recorded} ${recordedAt}`}
        </p>
        <div className="slider-keys">
          <PositionField label={words.knownAt} value={knownAt} onChange={setKnownAt} />
          <Steps
            back={() => setKnownAt(moved(knownAt, head, -1))}
            on={() => setKnownAt(moved(knownAt, head, 1))}
            atEnd={knownAt >= head}
            play={() => onPlay(playing === "knownAt" ? null : "knownAt")}
            label={playing === "knownAt" ? words.pause : words.playKnownAt}
          />
        </div>
      </fieldset>
    </div>
  );
}

interface StepsProps {
  readonly back: () => void;
  readonly on: () => void;
  readonly atEnd: boolean;
  readonly play: () => void;
  readonly label: string;
}

function Steps({ back, on, atEnd, play, label }: StepsProps) {
  const words = useWords(replayWords);
  return (
    <>
      <button type="button" aria-label={words.earlier} onClick={back}>
        ‹
      </button>
      <button type="button" aria-label={words.later} disabled={atEnd} onClick={on}>
        ›
      </button>
      <button type="button" onClick={play}>
        {label}
      </button>
    </>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: bigint;
  readonly onChange: (position: bigint) => void;
}

/** A position by hand, taken when it is entered, not while it is typed. */
export function PositionField({ label, value, onChange }: FieldProps) {
  const [text, setText] = useState(String(value));
  useEffect(() => setText(String(value)), [value]);
  const take = (event?: FormEvent): void => {
    event?.preventDefault();
    const typed = typedPosition(text);
    if (typed === null) setText(String(value));
    else if (typed !== value) onChange(typed);
  };
  return (
    <form onSubmit={take}>
      <input
        inputMode="numeric"
        aria-label={label}
        size={12}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => take()}
      />
    </form>
  );
}
