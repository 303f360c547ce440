/** PromQL of the board's figures. Several api processes tell the same numbers: the greatest of equals is that number. */
export interface Figures {
  /** Labels that stay. */
  readonly by: string;
  /** Which series. */
  readonly of: string;
}

const SCORE = "25.3";

/** A figure as it is told. */
export const figure = (name: string, { by, of }: Figures): string =>
  `max by (${by}) (anshi_measure_${name}{${of}})`;

/** The rate, of what has data, cut to hundredths of a percent: 94.996 % must not read as 95.00 %. */
export function rate({ by, of }: Figures): string {
  const rates = `${of},measure!="${SCORE}"`;
  return cut(10_000, by, rates);
}

/** The mean score, cut to hundredths. */
export const score = ({ by, of }: Figures): string => cut(100, by, `${of},measure="${SCORE}"`);

function cut(parts: number, by: string, of: string): string {
  const numerator = figure("numerator", { by, of });
  const counted = figure("counted", { by, of });
  return `floor(${parts} * ${numerator} / (${counted} > 0)) / ${parts}`;
}
