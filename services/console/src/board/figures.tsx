import { measures } from "@anshi/domain";
import { useMemo } from "react";
import type { BoardAnswer, BoardRow } from "../api/answers.js";
import { useWords } from "../language/language.js";
import { keyOf } from "../stream/merge.js";
import { HeatTable } from "./heat-table.js";
import { MeasureCard } from "./measure-card.js";
import { MeasureDetail } from "./measure-detail.js";
import { pairOf } from "./measure-text.js";
import { compared, type Units } from "./tree.js";
import type { Trend } from "./use-trend.js";
import { boardWords } from "./words.js";
import { worstFirst } from "./worst.js";

interface Props {
  readonly board: BoardAnswer;
  readonly units: Units;
  readonly unit: string;
  readonly measure: string | null;
  readonly trend: Trend;
  readonly onMeasure: (measure: string | null) => void;
  readonly onUnit: (unit: string | null) => void;
}

/** A board, wherever it comes from: the measures of a unit, one of them in full, and the units below it. */
export function Figures({ board, units, unit, measure, trend, onMeasure, onUnit }: Props) {
  const words = useWords(boardWords);
  const rows = useMemo(() => new Map(board.measures.map((row) => [keyOf(row), row])), [board]);
  const rowOf = (id: string, of: string): BoardRow | undefined => rows.get(`${id} ${of}`);
  const shown = measures.map(({ id }) => id).filter((id) => rowOf(id, unit) !== undefined);
  const below = compared(units, unit, new Set(board.measures.map((row) => row.unit)));
  const ordered = worstFirst(below, (of) => shown.flatMap((id) => rowOf(id, of) ?? []));
  const nameOf = (of: string): string => {
    const name = units.nameOf(of);
    if (name !== null) return name;
    return of === units.root ? words.everyone : `${words.unregistered} ${of}`;
  };
  const toggle = (id: string): void => onMeasure(id === measure ? null : id);
  return (
    <>
      <div className="cards">
        {shown.map((id) => {
          const row = rowOf(id, unit);
          if (row === undefined) return null;
          const other = rowOf(pairOf[id]?.[1] ?? "", unit);
          const past = trend.map((point) => point.rows.find((each) => each.measure === id));
          return (
            <MeasureCard
              key={id}
              row={row}
              other={other}
              trend={past}
              chosen={id === measure}
              onChoose={toggle}
            />
          );
        })}
      </div>
      {measure !== null && (
        <MeasureDetail
          measure={measure}
          own={rowOf(measure, unit)}
          trend={trend}
          rows={worstFirst(below, (of) => [rowOf(measure, of)].flatMap((row) => row ?? [])).flatMap(
            (of) => rowOf(measure, of) ?? [],
          )}
          nameOf={nameOf}
          onClose={() => onMeasure(null)}
        />
      )}
      <section className="by-unit">
        <header>
          <h2>{words.byUnit}</h2>
          <p className="hint">{words.heatHint}</p>
        </header>
        {ordered.length === 0 ? (
          <p className="hint">{words.noUnits}</p>
        ) : (
          <HeatTable
            measures={shown}
            units={ordered}
            nameOf={nameOf}
            rowOf={rowOf}
            onMeasure={toggle}
            onUnit={onUnit}
          />
        )}
      </section>
    </>
  );
}
