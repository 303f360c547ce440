/** What came of rows. `events` were made of them; each is accepted, a duplicate or rejected. */
export interface ImportCounts {
  readonly rows: number;
  readonly events: number;
  readonly accepted: number;
  readonly duplicates: number;
  /** Also rows of which no event could be made. */
  readonly rejected: number;
}

export const nothing: ImportCounts = { rows: 0, events: 0, accepted: 0, duplicates: 0, rejected: 0 };

export function plus(a: ImportCounts, b: ImportCounts): ImportCounts {
  return {
    rows: a.rows + b.rows,
    events: a.events + b.events,
    accepted: a.accepted + b.accepted,
    duplicates: a.duplicates + b.duplicates,
    rejected: a.rejected + b.rejected,
  };
}
