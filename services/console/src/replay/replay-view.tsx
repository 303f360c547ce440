import { useState } from "react";
import { getBoard, getLedgerHead } from "../api/api.js";
import { getDiff } from "../api/diff.js";
import { useAnswer } from "../api/use-answer.js";
import { BoardControls, cohortOf } from "../board/controls.js";
import { Figures } from "../board/figures.js";
import { periodOf, windowOf } from "../board/period.js";
import { Provenance } from "../board/provenance.js";
import { useWords } from "../language/language.js";
import { Failed, Loading } from "../part/notice.js";
import { useQuery } from "../route/use-query.js";
import type { LedgerContext } from "../shell/use-ledger.js";
import "../theme/replay.css";
import { Differences } from "./differences.js";
import { PositionField, Sliders } from "./sliders.js";
import { useMoment } from "./use-moment.js";
import { usePlay } from "./use-play.js";
import { useSpan } from "./use-span.js";
import { replayWords } from "./words.js";

/** 回放: the board as of any day, as known at any position. */
export default function ReplayView(context: LedgerContext) {
  const [head, setHead] = useState<string>();
  const asked = useAnswer(`head ${context.ledger}`, (signal) => getLedgerHead(context.ledger, signal));
  // The head as it was on arrival: the sliders' scale must not move under the hand.
  if (head === undefined && asked.answer !== undefined) setHead(asked.answer.position);
  if (asked.problem !== undefined) return <Failed problem={asked.problem} again={asked.again} />;
  if (head === undefined) return <Loading />;
  return <TimeMachine {...context} head={BigInt(head)} />;
}

function TimeMachine({ ledger, timeZone, units, head }: LedgerContext & { readonly head: bigint }) {
  const words = useWords(replayWords);
  const [query, change] = useQuery();
  const moment = useMoment(head, timeZone);
  const unit = query.get("unit") ?? units.root;
  const measure = query.get("measure");
  const window = windowOf(periodOf(query), moment.day, query);
  const ask = { ledger, ...window, cohort: cohortOf(query) };
  const at = { asOf: moment.asOf ?? undefined, knownAt: String(moment.knownAt) };
  const key = JSON.stringify([ask, at]);
  const {
    answer: board,
    problem,
    loading,
    again,
  } = useAnswer(key, (signal) => getBoard({ ...ask, ...at }, signal));
  const [playing, play] = usePlay(moment, !loading);
  const { span, recordedAt } = useSpan(ledger, timeZone, moment);
  const { and } = moment;
  const differs = useAnswer(
    and === null || board === undefined || loading
      ? null
      : JSON.stringify([key, board.asOf, String(and), unit, measure]),
    (signal) =>
      getDiff(
        {
          ...{ ...ask, unit, measure: measure ?? undefined, asOf: board?.asOf ?? "", events: 200 },
          ...ordered(moment.knownAt, and ?? head),
        },
        signal,
      ),
  );
  const nameOf = (of: string): string => units.nameOf(of) ?? (of === units.root ? words.everyone : of);
  return (
    <>
      <h1 className="hidden">{words.title}</h1>
      <p className="hint no-print">{words.hint}</p>
      <Sliders moment={moment} span={span} playing={playing} onPlay={play} recordedAt={recordedAt} />
      <BoardControls units={units} />
      <div className="controls">
        {and === null ? (
          <button type="button" onClick={() => moment.setAnd(head)}>
            {words.compare}
          </button>
        ) : (
          <>
            <span>{words.with}</span>
            <PositionField label={words.with} value={and} onChange={moment.setAnd} />
            <button type="button" onClick={() => moment.setAnd(null)}>
              {words.stop}
            </button>
          </>
        )}
      </div>
      {and !== null && (
        <section className="differences" aria-label={words.differences}>
          <h2>{words.differences}</h2>
          {differs.problem !== undefined && <Failed problem={differs.problem} again={differs.again} />}
          {differs.answer === undefined && differs.problem === undefined && <Loading />}
          {differs.answer !== undefined && (
            <Differences diff={differs.answer} timeZone={timeZone} nameOf={nameOf} />
          )}
        </section>
      )}
      {problem !== undefined && <Failed problem={problem} again={again} />}
      {board === undefined && problem === undefined && <Loading />}
      {board !== undefined && problem === undefined && (
        <div data-as-of={board.asOf} data-known-at={board.knownAt.position} className="replayed">
          <Figures
            board={board}
            units={units}
            unit={unit}
            measure={measure}
            trend={[]}
            onMeasure={(id) => change({ measure: id })}
            onUnit={(of) => change({ unit: of })}
          />
          <Provenance board={board} timeZone={timeZone} />
        </div>
      )}
    </>
  );
}

/** The service compares forward in knowledge. */
function ordered(one: bigint, other: bigint): { readonly knownAt: string; readonly and: string } {
  const [from, to] = one <= other ? [one, other] : [other, one];
  return { knownAt: String(from), and: String(to) };
}
