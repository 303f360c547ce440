import { UNREGISTERED } from "@anshi/domain";
import { useEffect } from "react";
import type { BoardAsk } from "../api/api.js";
import { dayOf, localTime } from "../format/local.js";
import { useWords } from "../language/language.js";
import { Empty, Failed, Loading } from "../part/notice.js";
import { useQuery } from "../route/use-query.js";
import { tellLive } from "../shell/live.js";
import type { LedgerContext } from "../shell/use-ledger.js";
import { useLiveBoard } from "../stream/use-live-board.js";
import { BoardControls, cohortOf } from "./controls.js";
import { Figures } from "./figures.js";
import { periodOf, windowOf } from "./period.js";
import { Provenance } from "./provenance.js";
import { useTrend } from "./use-trend.js";
import { boardWords } from "./words.js";

/** 看板: the board now, live. */
export function BoardView({ ledger, timeZone, units, renew }: LedgerContext) {
  const words = useWords(boardWords);
  const [query, change] = useQuery();
  const today = dayOf(Date.now(), timeZone);
  const unit = query.get("unit") ?? units.root;
  const window = windowOf(periodOf(query), today, query);
  const ask: BoardAsk = { ledger, ...window, cohort: cohortOf(query) };
  const { board, upTo, broken } = useLiveBoard(ask);
  const trend = useTrend({ ...ask, unit }, board?.knownAt.position, today, timeZone);

  useEffect(() => tellLive({ upTo, position: board?.knownAt.position, broken }), [upTo, board, broken]);
  useEffect(() => () => tellLive(null), []);

  // Units that were registered since the page was opened, or are called something else now.
  const strangers = (board?.measures ?? [])
    .filter(({ unit: id, unitName }) => unitName !== UNREGISTERED && unitName !== units.nameOf(id))
    .map(({ unit: id, unitName }) => `${id} ${unitName}`)
    .join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each such difference
  useEffect(() => {
    if (strangers !== "") renew();
  }, [strangers]);

  if (board === undefined) {
    return (
      <>
        <BoardControls units={units} />
        {broken === undefined ? <Loading /> : <Failed problem={broken} />}
      </>
    );
  }
  return (
    <div className={broken === undefined ? "board" : "board board-stale"}>
      <h1 className="print-only">{words.bulletin}</h1>
      <h1 className="hidden no-print">{words.title}</h1>
      <BoardControls units={units} />
      <p className="print-only">
        {units.nameOf(unit) ?? words.everyone} · {words.period} {window.from ?? words.all}
        {window.from === undefined && window.to === undefined
          ? ""
          : ` — ${window.to ?? localTime(board.asOf, timeZone).slice(0, 10)}`}
      </p>
      {board.rebuilding && <p className="banner banner-note">{words.rebuilding}</p>}
      {board.head.position === "0" ? (
        <Empty title={words.empty}>{words.emptyHint}</Empty>
      ) : (
        <Figures
          board={board}
          units={units}
          unit={unit}
          measure={query.get("measure")}
          trend={trend}
          onMeasure={(measure) => change({ measure })}
          onUnit={(of) => change({ unit: of })}
        />
      )}
      <Provenance board={board} timeZone={timeZone} />
    </div>
  );
}
