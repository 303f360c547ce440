/** More than any honest row; a quote that is never closed stops here and not at the end of the memory. */
const LONGEST_RECORD = 1024 * 1024;

/** How csv-parse reads a table (RFC 4180), wherever it runs: rows as lists of texts. */
export const csvOptions = {
  skip_empty_lines: true,
  // A row of the wrong width is that row's fault, a quote in the middle of a cell none at all.
  relax_column_count: true,
  relax_quotes: true,
  max_record_size: LONGEST_RECORD,
} as const;
