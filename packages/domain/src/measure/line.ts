/** A line that a rate is held against: `parts / of`, in integers so that comparison stays exact. */
export interface Line {
  readonly parts: bigint;
  readonly of: bigint;
  /** How the official text scores it: 大于/超过 is `>`, 达到 is `>=`. The alert line is always `rate >= parts / of`. */
  readonly scored: ">" | ">=";
}

/** A line of whole percent. */
export function percentLine(percent: number, scored: Line["scored"]): Line {
  return { parts: BigInt(percent), of: 100n, scored };
}

/** A line at a published figure, by its shortest decimal: 0.583 is 583 / 1000. The text scores it strictly (高于, 超过). */
export function figureLine(value: number): Line {
  const [, sign, whole, fraction = "", exponent = "0"] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/u.exec(
    String(value),
  ) ?? ["", "", "0"];
  const digits = BigInt(`${sign ?? ""}${whole ?? "0"}${fraction}`);
  const scale = BigInt(fraction.length) - BigInt(exponent);
  return scale >= 0n
    ? { parts: digits, of: 10n ** scale, scored: ">" }
    : { parts: digits * 10n ** -scale, of: 1n, scored: ">" };
}

/** The line as a number, for showing. */
export function lineValue(line: Line): number {
  return Number(line.parts) / Number(line.of);
}
