import type { BoardRow } from "../api/answers.js";
import { balance, integer } from "../format/number.js";
import { useLanguage, useWords } from "../language/language.js";
import { Figure } from "../part/figure.js";
import { TableFrame } from "../part/table-frame.js";
import { TrendChart } from "../part/trend-chart.js";
import { fractionOf, measureName, rateOf, ratioOf } from "./measure-text.js";
import type { Trend } from "./use-trend.js";
import { Verdict } from "./verdict.js";
import { boardWords } from "./words.js";

interface Props {
  readonly measure: string;
  readonly own: BoardRow | undefined;
  readonly trend: Trend;
  /** Of the units below, worst first. */
  readonly rows: readonly BoardRow[];
  readonly nameOf: (unit: string) => string;
  readonly onClose: () => void;
}

/** One measure in full: its trend, and every count of each unit. */
export function MeasureDetail({ measure, own, trend, rows, nameOf, onClose }: Props) {
  const words = useWords(boardWords);
  const name = measureName(measure, useLanguage());
  const points = trend.map(({ day, rows: past }) => ({
    day,
    value: ratioOf(past.find((row) => row.measure === measure)),
  }));
  const isRate = own?.sum === undefined;
  return (
    <section className="detail" aria-label={`${measure} ${name}`}>
      <header>
        <h2>
          {measure} {name} · {words.details}
        </h2>
        <button type="button" onClick={onClose}>
          {words.close}
        </button>
      </header>
      <TrendChart
        label={`${name}: ${words.trend}`}
        points={points}
        line={own?.threshold ?? null}
        text={(value) => (isRate ? `${(100 * value).toFixed(1)}%` : value.toFixed(2))}
      />
      <TableFrame label={`${name}: ${words.byUnit}`}>
        <table className="counts">
          <thead>
            <tr>
              <th scope="col">{words.unit}</th>
              <th scope="col">{words.verdict}</th>
              {[words.rate, words.fraction, words.budget, words.kept, words.late, words.overdue].map(
                numberHead,
              )}
              {[words.pending, words.voided, words.unclassified, words.provisional].map(numberHead)}
            </tr>
          </thead>
          <tbody>
            {[...(own === undefined ? [] : [own]), ...rows].map((row) => (
              <tr key={row.unit} data-measure={measure} data-unit={row.unit}>
                <th scope="row">{nameOf(row.unit)}</th>
                <td>
                  <Verdict row={row} />
                </td>
                <Cell name="rate">{rateOf(row) ?? "–"}</Cell>
                <Cell name="fraction">{fractionOf(row)}</Cell>
                <Cell name="lateBudget">{row.lateBudget === null ? "–" : balance(row.lateBudget)}</Cell>
                <Cell name="kept">{integer(row.kept)}</Cell>
                <Cell name="late">{integer(row.late)}</Cell>
                <Cell name="overdue">{integer(row.overdue)}</Cell>
                <Cell name="pending">{integer(row.pending)}</Cell>
                <Cell name="void">{integer(row.void)}</Cell>
                <Cell name="unclassified">{integer(row.unclassified)}</Cell>
                <Cell name="provisional">{integer(row.provisional)}</Cell>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </section>
  );
}

const numberHead = (text: string) => (
  <th key={text} scope="col" className="number">
    {text}
  </th>
);

function Cell({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <td className="number">
      <Figure name={name}>{children}</Figure>
    </td>
  );
}
