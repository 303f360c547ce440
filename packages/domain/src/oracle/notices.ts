/** The notice of a year as the oracle's worlds carry it. */
export interface OracleNotice {
  readonly year: number;
  /** Days off, weekends within them included. */
  readonly off: readonly string[];
  /** Make-up working days. */
  readonly work: readonly string[];
}

function span(month: string, first: number, last: number): readonly string[] {
  return Array.from({ length: last - first + 1 }, (_, n) => `${month}-${String(first + n).padStart(2, "0")}`);
}

/** State Council notices for 2025 and 2026, typed in for the oracle's own use. */
export const stateCouncilNotices: readonly OracleNotice[] = [
  {
    year: 2025,
    off: [
      "2025-01-01",
      ...span("2025-01", 28, 31),
      ...span("2025-02", 1, 4),
      ...span("2025-04", 4, 6),
      ...span("2025-05", 1, 5),
      "2025-05-31",
      ...span("2025-06", 1, 2),
      ...span("2025-10", 1, 8),
    ],
    work: ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"],
  },
  {
    year: 2026,
    off: [
      ...span("2026-01", 1, 3),
      ...span("2026-02", 15, 23),
      ...span("2026-04", 4, 6),
      ...span("2026-05", 1, 5),
      ...span("2026-06", 19, 21),
      ...span("2026-09", 25, 27),
      ...span("2026-10", 1, 7),
    ],
    work: ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
  },
];
