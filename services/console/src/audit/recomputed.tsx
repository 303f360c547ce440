import { useState } from "react";
import type { BoardRow } from "../api/answers.js";
import { type FigureCheck, getRecomputed } from "../api/audit.js";
import { download } from "../api/download.js";
import { address } from "../api/request.js";
import { useAnswer } from "../api/use-answer.js";
import { fractionOf, measureName, rateOf } from "../board/measure-text.js";
import type { Units } from "../board/tree.js";
import { integer } from "../format/number.js";
import { useLanguage, useWords } from "../language/language.js";
import { Failed, Loading } from "../part/notice.js";
import { TableFrame } from "../part/table-frame.js";
import { useAction } from "../part/use-action.js";
import { auditWords } from "./words.js";

interface Props {
  readonly ledger: string;
  readonly id: string;
  readonly units: Units;
}

/** Every figure of a publication beside what it is when computed again, what differs first. */
export function Recomputed({ ledger, id, units }: Props) {
  const words = useWords(auditWords);
  const language = useLanguage();
  const { answer, problem, again } = useAnswer(`recomputed ${ledger} ${id}`, (signal) =>
    getRecomputed(ledger, id, signal),
  );
  const [only, setOnly] = useState(false);
  const evidence = useAction();
  if (problem !== undefined) return <Failed problem={problem} again={again} />;
  if (answer === undefined) return <Loading />;
  const different = answer.figures.filter(({ equal }) => !equal);
  const same = answer.figures.filter((check) => check.equal && hasData(check));
  const take = (figure: string): void =>
    evidence.run(() =>
      download(
        address(`/v1/publications/${encodeURIComponent(id)}/figures/${encodeURIComponent(figure)}/evidence`, {
          ledger,
        }),
        `${figure}.evidence`,
      ),
    );
  return (
    <div className="recomputed" data-equal={answer.equal}>
      <p className={answer.equal ? "banner verified-good" : "banner verified-bad"} role="status">
        {answer.equal ? "✓ " : "✗ "}
        {answer.equal
          ? words.allEqual(integer(answer.figures.length))
          : words.different(integer(different.length))}
      </p>
      <label className="choice">
        <input type="checkbox" checked={only} onChange={(event) => setOnly(event.target.checked)} />
        <span>{words.onlyDifferent}</span>
      </label>
      {evidence.problem !== undefined && <Failed problem={evidence.problem} />}
      <TableFrame label={words.recomputed}>
        <table className="plain-table">
          <thead>
            <tr>
              {[words.measure, words.unit, words.published, words.recomputed, "", words.evidence].map(
                (name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {[...different, ...(only ? [] : same)].map((check) => (
              <tr key={check.figure} className={check.equal ? undefined : "row-bad"}>
                <td>
                  {check.measure} {measureName(check.measure, language)}
                </td>
                <td>{units.nameOf(check.unit) ?? check.unit}</td>
                <td className="number">{figureText(check.published)}</td>
                <td className="number">{figureText(check.recomputed)}</td>
                <td className="nowrap">{check.equal ? `✓ ${words.same}` : `✗ ${words.differs}`}</td>
                <td>
                  <button type="button" disabled={evidence.isBusy} onClick={() => take(check.figure)}>
                    {words.evidence}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </div>
  );
}

const hasData = ({ published }: FigureCheck): boolean =>
  published !== null && published.counted + published.pending + published.void > 0;

function figureText(row: BoardRow | null): string {
  return row === null ? "–" : `${rateOf(row) ?? "–"} (${fractionOf(row)})`;
}
