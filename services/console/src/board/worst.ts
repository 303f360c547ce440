import type { BoardRow } from "../api/answers.js";

/** How far a rate lies above its line, in parts of one; `null` without data or line. Satisfaction is in points. */
export function gap(row: BoardRow | undefined): number | null {
  if (row === undefined || row.threshold === null || row.counted === 0) return null;
  return row.numerator / row.counted - row.threshold;
}

/** Orders units worst first: by lines missed, then by how many cases are missed beyond what the lines allow. */
export function worstFirst(
  units: readonly string[],
  rowsOf: (unit: string) => readonly BoardRow[],
): readonly string[] {
  const score = new Map(
    units.map((unit) => {
      const rows = rowsOf(unit);
      const missed = rows.filter(({ met }) => met === false).length;
      const short = rows.reduce((sum, { lateBudget }) => sum + Math.min(0, lateBudget ?? 0), 0);
      return [unit, { missed, short, any: rows.some(({ counted }) => counted > 0) }] as const;
    }),
  );
  return [...units].sort((a, b) => {
    const [one, other] = [score.get(a), score.get(b)];
    if (one === undefined || other === undefined) return 0;
    return (
      Number(other.any) - Number(one.any) ||
      other.missed - one.missed ||
      one.short - other.short ||
      (a < b ? -1 : 1)
    );
  });
}
