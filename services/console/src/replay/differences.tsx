import { isCaseKind } from "@anshi/domain";
import { causeName, changeText, typeTitle } from "@anshi/terms";
import type { BoardRow } from "../api/answers.js";
import type { ChangedFigure, DiffAnswer } from "../api/diff.js";
import { fractionOf, measureName, measureOf, rateOf } from "../board/measure-text.js";
import { localTime } from "../format/local.js";
import { integer, position } from "../format/number.js";
import { useLanguage, useWords } from "../language/language.js";
import { Empty } from "../part/notice.js";
import { TableFrame } from "../part/table-frame.js";
import { hrefOf, useRoute } from "../route/route.js";
import { replayWords } from "./words.js";

interface Props {
  readonly diff: DiffAnswer;
  readonly timeZone: string;
  readonly nameOf: (unit: string) => string;
}

/** Figure by figure what changed between two positions, and the events that changed it. */
export function Differences({ diff, timeZone, nameOf }: Props) {
  const words = useWords(replayWords);
  if (diff.figures.length === 0) return <Empty title={words.none} />;
  return (
    <>
      {diff.truncated && <p className="banner banner-note">{words.truncated}</p>}
      {diff.figures.map((figure) => (
        <FigureChange
          key={`${figure.measure} ${figure.unit}`}
          figure={figure}
          to={diff.knownAt.to}
          timeZone={timeZone}
          name={nameOf(figure.unit)}
        />
      ))}
    </>
  );
}

interface FigureProps {
  readonly figure: ChangedFigure;
  readonly to: string;
  readonly timeZone: string;
  readonly name: string;
}

function FigureChange({ figure, to, timeZone, name }: FigureProps) {
  const words = useWords(replayWords);
  const language = useLanguage();
  const ledger = useRoute().query.get("ledger");
  const title = `${figure.measure} ${measureName(figure.measure, language)} · ${name}`;
  const text = (row: BoardRow | null): string =>
    row === null ? words.noRow : `${rateOf(row) ?? words.noData} ${fractionOf(row)}`;
  return (
    <details className="difference" data-measure={figure.measure} data-unit={figure.unit}>
      <summary>
        <b>{title}</b>
        <span>
          {text(figure.before)} → {text(figure.after)}
        </span>
      </summary>
      <TableFrame label={title}>
        <table className="counts">
          <thead>
            <tr>
              {[
                words.position,
                words.cause,
                words.event,
                words.case,
                words.change,
                words.occurred,
                words.entered,
              ].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {figure.events.map((event) => (
              <tr key={event.position}>
                <td>{position(event.position)}</td>
                <td>{causeName(event.cause, language)}</td>
                <td>{typeTitle(event.type, language)}</td>
                <td>
                  <CaseLink {...event} measure={figure.measure} ledger={ledger} knownAt={to} />
                </td>
                <td>{changeText(event.change, language)}</td>
                <td>{localTime(event.occurredAt, timeZone)}</td>
                <td>{localTime(event.recordedAt, timeZone)}</td>
              </tr>
            ))}
            {figure.more !== null && (
              <tr>
                <td colSpan={4}>{words.more(integer(figure.more.events))}</td>
                <td colSpan={3}>{changeText(figure.more.change, language)}</td>
              </tr>
            )}
          </tbody>
        </table>
      </TableFrame>
    </details>
  );
}

interface LinkProps {
  readonly kind: string;
  readonly measure: string;
  readonly subject: string;
  readonly ledger: string | null;
  readonly knownAt: string;
}

/** Facts of the ledger itself, such as calendars, are of no case; a retraction is of the kind its figure counts. */
function CaseLink({ kind, measure, subject, ledger, knownAt }: LinkProps) {
  const own = kind === "record" ? measureOf(measure)?.clock.split(".")[0] : kind;
  if (own === undefined || !isCaseKind(own)) return subject;
  return <a href={hrefOf("case", { ledger, knownAt }, [own, subject])}>{subject}</a>;
}
