const WIDTH = 120;
const HEIGHT = 32;
const INSET = 3;

interface Props {
  /** Oldest first; `null` where there was no data. */
  readonly values: readonly (number | null)[];
  readonly line: number | null;
  readonly label: string;
}

/** A small trend with the line it is held against. */
export function Sparkline({ values, line, label }: Props) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return <div className="sparkline sparkline-empty" aria-hidden="true" />;
  const all = line === null ? known : [...known, line];
  const low = Math.min(...all);
  const span = Math.max(...all) - low || 1;
  const x = (nth: number): number => INSET + (nth * (WIDTH - 2 * INSET)) / Math.max(1, values.length - 1);
  const y = (value: number): number => HEIGHT - INSET - ((value - low) / span) * (HEIGHT - 2 * INSET);
  const last = values.findLastIndex((value) => value !== null);
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={label}
      preserveAspectRatio="none"
    >
      {line !== null && <line className="sparkline-line" x1="0" x2={WIDTH} y1={y(line)} y2={y(line)} />}
      <path className="sparkline-path" d={pathOf(values, x, y)} />
      <circle className="sparkline-dot" cx={x(last)} cy={y(values[last] ?? low)} r="2.6" />
    </svg>
  );
}

/** A path through the values, broken where there was no data. */
export function pathOf(
  values: readonly (number | null)[],
  x: (nth: number) => number,
  y: (value: number) => number,
): string {
  let path = "";
  let pen = false;
  values.forEach((value, nth) => {
    if (value === null) pen = false;
    else {
      path += `${pen ? "L" : "M"}${x(nth).toFixed(1)} ${y(value).toFixed(1)}`;
      pen = true;
    }
  });
  return path;
}
