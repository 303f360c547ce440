const FIRST_MS = 250;
const LONGEST_MS = 10_000;

/** How long to wait after so many failures in a row, milliseconds: it doubles, up to ten seconds. */
export function pauseAfter(failures: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
}
