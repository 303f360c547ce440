import type { BoardRow } from "../api/answers.js";
import { useLanguage, useWords } from "../language/language.js";
import { Figure } from "../part/figure.js";
import { TableFrame } from "../part/table-frame.js";
import { fractionOf, lineText, measureName, rateOf } from "./measure-text.js";
import { boardWords } from "./words.js";
import { gap } from "./worst.js";

interface Props {
  readonly measures: readonly string[];
  /** Worst first. */
  readonly units: readonly string[];
  readonly nameOf: (unit: string) => string;
  readonly rowOf: (measure: string, unit: string) => BoardRow | undefined;
  readonly onMeasure: (measure: string) => void;
  readonly onUnit: (unit: string) => void;
}

/** Units by measures, coloured by the distance to the line. */
export function HeatTable({ measures, units, nameOf, rowOf, onMeasure, onUnit }: Props) {
  const words = useWords(boardWords);
  const language = useLanguage();
  return (
    <TableFrame label={words.byUnit}>
      <table className="heat">
        <thead>
          <tr>
            <th scope="col">{words.unit}</th>
            {measures.map((measure) => (
              <th key={measure} scope="col">
                <button
                  type="button"
                  title={measureName(measure, language)}
                  onClick={() => onMeasure(measure)}
                >
                  <b>{measure}</b>
                  <span>{measureName(measure, language)}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {units.map((unit) => (
            <tr key={unit}>
              <th scope="row">
                <button type="button" onClick={() => onUnit(unit)}>
                  {nameOf(unit)}
                </button>
              </th>
              {measures.map((measure) => (
                <HeatCell key={measure} row={rowOf(measure, unit)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function HeatCell({ row }: { readonly row: BoardRow | undefined }) {
  const words = useWords(boardWords);
  const rate = row === undefined ? null : rateOf(row);
  if (row === undefined || rate === null)
    return (
      <td className="heat-none" data-measure={row?.measure} data-unit={row?.unit}>
        {words.noData}
      </td>
    );
  const verdict = row.met === null ? "" : row.met ? words.met : words.notMet;
  return (
    <td
      className={`heat-${tone(row)}`}
      data-measure={row.measure}
      data-unit={row.unit}
      title={[
        verdict,
        row.threshold === null ? "" : `≥ ${lineText(row)}`,
        row.smallSample ? words.small : "",
      ].join(" ")}
    >
      <span className="heat-rate">
        {row.met !== null && <span aria-hidden="true">{row.met ? "✓" : "✗"}</span>}
        <span className="hidden">{verdict}</span> <Figure name="rate">{rate}</Figure>
      </span>
      <small>
        <Figure name="fraction">{fractionOf(row)}</Figure>
        {row.smallSample && <span aria-hidden="true"> ∘</span>}
      </small>
    </td>
  );
}

/** Five steps of colour; satisfaction's points are a twentieth of their scale. */
function tone(row: BoardRow): string {
  const above = gap(row);
  if (above === null) return "none";
  const parts = row.sum === undefined ? above : above / 5;
  if (parts < -0.05) return "bad2";
  if (row.met === false) return "bad1";
  return parts > 0.03 ? "good2" : "good1";
}
