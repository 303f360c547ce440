import type { BoardRow } from "../api/answers.js";
import { balance, integer } from "../format/number.js";
import { useLanguage, useWords } from "../language/language.js";
import { Figure } from "../part/figure.js";
import { Sparkline } from "../part/sparkline.js";
import { hrefOf, useRoute } from "../route/route.js";
import { Change } from "./change.js";
import { fractionOf, lineText, measureName, pairOf, rateOf, ratioOf } from "./measure-text.js";
import { Verdict } from "./verdict.js";
import { boardWords } from "./words.js";

interface Props {
  readonly row: BoardRow;
  /** The other rate of its point, where a point takes two. */
  readonly other: BoardRow | undefined;
  readonly trend: readonly (BoardRow | undefined)[];
  readonly chosen: boolean;
  readonly onChoose: (measure: string) => void;
}

/** One measure of the unit shown. */
export function MeasureCard({ row, other, trend, chosen, onChoose }: Props) {
  const words = useWords(boardWords);
  const name = measureName(row.measure, useLanguage());
  const values = trend.map(ratioOf);
  const tone = row.met === null ? "none" : row.met ? "met" : "failed";
  return (
    <article className={`card card-${tone}`} data-measure={row.measure} data-unit={row.unit}>
      <header>
        <h3>
          <button type="button" aria-expanded={chosen} onClick={() => onChoose(row.measure)}>
            <span className="card-number">{row.measure}</span> {name}
          </button>
        </h3>
        <Verdict row={row} />
      </header>
      <div className="card-main">
        <div>
          <div className="card-rate">
            <Figure name="rate">{rateOf(row) ?? words.noData}</Figure>
            {row.sum !== undefined && row.counted > 0 && <small> {words.points}</small>}
          </div>
          <div className="card-fraction">
            <Figure name="numerator">{integer(row.numerator)}</Figure> /{" "}
            <Figure name="counted">{integer(row.counted)}</Figure>
          </div>
        </div>
        <Sparkline
          values={[...values, ratioOf(row)]}
          line={row.threshold}
          label={`${name}: ${words.trend}, ${fractionOf(row)}`}
        />
      </div>
      <div className="card-line">
        <Line row={row} />
        <Change now={ratioOf(row)} then={values.at(-1) ?? null} isRate={row.sum === undefined} />
      </div>
      <dl className="card-counts">
        <Budget row={row} />
        <Count name="pending" label={words.pending} value={row.pending} />
        <Count name="overdue" label={words.overdue} value={row.overdue} list="overdue" row={row} />
        <Count name="late" label={words.late} value={row.late} list="late" row={row} />
      </dl>
      <Remarks row={row} other={other} />
    </article>
  );
}

function Line({ row }: { readonly row: BoardRow }) {
  const words = useWords(boardWords);
  if (row.threshold === null) return <span>{words.noLine}</span>;
  const national = row.comparator === null ? words.line : `${words.national} ${row.comparator.period}`;
  return (
    <span title={row.comparator?.basis}>
      {national} ≥ {lineText(row)}
    </span>
  );
}

function Budget({ row }: { readonly row: BoardRow }) {
  const words = useWords(boardWords);
  const { lateBudget } = row;
  return (
    <div className={lateBudget !== null && lateBudget < 0 ? "count count-bad" : "count"}>
      <dt>{words.budget}</dt>
      <dd>
        <Figure name="lateBudget">{lateBudget === null ? "–" : balance(lateBudget)}</Figure>
      </dd>
    </div>
  );
}

interface CountProps {
  readonly name: string;
  readonly label: string;
  readonly value: number;
  /** The list of the cases that are counted, where there is one. */
  readonly list?: string;
  readonly row?: BoardRow;
}

function Count({ name, label, value, list, row }: CountProps) {
  const words = useWords(boardWords);
  const ledger = useRoute().query.get("ledger");
  const figure = <Figure name={name}>{integer(value)}</Figure>;
  return (
    <div className={name === "overdue" && value > 0 ? "count count-loud" : "count"}>
      <dt>{label}</dt>
      <dd>
        {list === undefined || row === undefined || value === 0 ? (
          figure
        ) : (
          <a
            href={hrefOf("lists", { ledger, state: list, measure: row.measure, unit: row.unit })}
            title={words.list}
          >
            {figure}
          </a>
        )}
      </dd>
    </div>
  );
}

/** What else has to be known of the figure; most have nothing. */
function Remarks({ row, other }: { readonly row: BoardRow; readonly other: BoardRow | undefined }) {
  const words = useWords(boardWords);
  const pair = pairOf[row.measure];
  const remarks = [
    ...(row.met === true && row.earned === false ? [words.scored] : []),
    ...(row.unclassified > 0 ? [`${words.unclassified} ${integer(row.unclassified)}`] : []),
    ...(row.provisional > 0 ? [`${words.provisional} ${integer(row.provisional)}`] : []),
    ...(row.parked > 0 ? [`${words.parked} ${integer(row.parked)}`] : []),
  ];
  const earned = row.earned === true && other?.earned === true;
  return (
    <p className="card-remarks">
      {pair !== undefined && row.earned !== null && (
        <span title={words.both}>
          {words.pair} {pair[0]} {earned ? words.earned : words.notEarned}
        </span>
      )}
      {remarks.map((remark) => (
        <span key={remark}>{remark}</span>
      ))}
    </p>
  );
}
