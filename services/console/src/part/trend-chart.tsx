import { type Day, formatDay } from "@anshi/domain";
import { pathOf } from "./sparkline.js";

const WIDTH = 720;
const HEIGHT = 200;
const LEFT = 52;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 26;
const LABELS = 6;

interface Props {
  readonly label: string;
  readonly points: readonly { readonly day: Day; readonly value: number | null }[];
  readonly line: number | null;
  readonly text: (value: number) => string;
}

/** A trend day by day, with scale, dates and the line it is held against. */
export function TrendChart({ label, points, line, text }: Props) {
  const values = points.map(({ value }) => value);
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const all = line === null ? known : [...known, line];
  const spread = Math.max(...all) - Math.min(...all) || 0.01;
  const low = Math.min(...all) - spread * 0.08;
  const high = Math.max(...all) + spread * 0.08;
  const x = (nth: number): number => LEFT + (nth * (WIDTH - LEFT - RIGHT)) / Math.max(1, points.length - 1);
  const y = (value: number): number => TOP + ((high - value) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const marks = [0, 1, 2, 3].map((nth) => low + ((high - low) * (nth + 0.5)) / 4);
  const every = Math.max(1, Math.ceil(points.length / LABELS));
  return (
    <svg className="trend" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {marks.map((mark) => (
        <g key={mark}>
          <line className="trend-grid" x1={LEFT} x2={WIDTH - RIGHT} y1={y(mark)} y2={y(mark)} />
          <text className="trend-text" x={LEFT - 6} y={y(mark) + 4} textAnchor="end">
            {text(mark)}
          </text>
        </g>
      ))}
      {points.map(({ day }, nth) =>
        nth % every === 0 ? (
          <text key={day} className="trend-text" x={x(nth)} y={HEIGHT - 8} textAnchor="middle">
            {formatDay(day).slice(5)}
          </text>
        ) : null,
      )}
      {line !== null && (
        <line className="trend-line" x1={LEFT} x2={WIDTH - RIGHT} y1={y(line)} y2={y(line)} />
      )}
      <path className="trend-path" d={pathOf(values, x, y)} />
      {points.map(({ day, value }, nth) =>
        value === null ? null : (
          <circle key={day} className="trend-dot" cx={x(nth)} cy={y(value)} r="3">
            <title>{`${formatDay(day)}: ${text(value)}`}</title>
          </circle>
        ),
      )}
    </svg>
  );
}
