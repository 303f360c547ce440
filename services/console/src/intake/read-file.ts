import {
  csvOptions,
  type Entry,
  LONGEST_LINE,
  lineEntry,
  type Mapping,
  type Row,
  sheetOf,
} from "@anshi/mapping";

/** What a file's name says it is. */
export type Format = "ndjson" | "csv" | "excel";

/** Read whole into the page's memory; the command line streams. */
export const LARGEST_FILE = 64 * 1024 * 1024;

export class UnreadableFile extends Error {
  override readonly name = "UnreadableFile";
  constructor(
    readonly reason: "wrongEncoding" | "unreadable" | "emptyTable",
    message = "",
  ) {
    super(message);
  }
}

/** The format a name tells, `.gz` apart; `undefined` for any other. */
export function formatOf(name: string): Format | undefined {
  const plain = name.toLowerCase().replace(/\.gz$/u, "");
  if (/\.(?:ndjson|jsonl)$/u.test(plain)) return "ndjson";
  if (plain.endsWith(".csv")) return "csv";
  return plain.endsWith(".xlsx") ? "excel" : undefined;
}

/** A table of a file: the names of its columns and its rows. */
export interface FileTable {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** The bytes of a file, unpacked. Rejects with UnreadableFile. */
export async function bytesOf(file: File): Promise<Uint8Array<ArrayBuffer>> {
  if (!file.name.toLowerCase().endsWith(".gz")) return new Uint8Array(await file.arrayBuffer());
  try {
    const unpacked = file.stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(unpacked).arrayBuffer());
  } catch (cause) {
    throw new UnreadableFile("unreadable", String(cause));
  }
}

/** The table of a CSV or Excel file. Rejects with UnreadableFile. */
export async function tableOf(
  bytes: Uint8Array<ArrayBuffer>,
  format: "csv" | "excel",
  { encoding, delimiter, sheet }: Pick<Mapping, "encoding" | "delimiter" | "sheet">,
): Promise<FileTable> {
  return format === "csv" ? csvTable(bytes, encoding, delimiter) : excelTable(bytes, sheet);
}

async function csvTable(bytes: Uint8Array, encoding: string, delimiter: string): Promise<FileTable> {
  let text: string;
  try {
    // Replacement characters must not enter a log that forgets nothing.
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new UnreadableFile("wrongEncoding", encoding);
  }
  const { parse } = await import("csv-parse/browser/esm/sync");
  let records: readonly (readonly string[])[];
  try {
    records = parse(text, { ...csvOptions, delimiter });
  } catch (error) {
    throw new UnreadableFile("unreadable", error instanceof Error ? error.message : String(error));
  }
  const [header, ...body] = records;
  if (header === undefined) throw new UnreadableFile("emptyTable");
  return {
    columns: header.map((column) => column.trim()),
    rows: body.map((cells, index) => ({ number: index + 1, cells })),
  };
}

async function excelTable(bytes: Uint8Array<ArrayBuffer>, sheet: Mapping["sheet"]): Promise<FileTable> {
  const { readSheet } = await import("read-excel-file/browser");
  let data: unknown;
  try {
    data = await readSheet(new Blob([bytes]), sheet ?? 1);
  } catch (error) {
    throw new UnreadableFile("unreadable", error instanceof Error ? error.message : String(error));
  }
  // The package declares date cells as the type of the Date constructor; they are Dates.
  const found = sheetOf(data as Parameters<typeof sheetOf>[0]);
  if (found === undefined) throw new UnreadableFile("emptyTable");
  return found;
}

/** The events of newline-delimited JSON, line by line. */
export function* linesOf(bytes: Uint8Array): Generator<Entry> {
  let row = 0;
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(0x0a, from);
    const end = found < 0 ? bytes.length : found;
    row += 1;
    const line = bytes.subarray(from, end);
    const entry = lineEntry(row, line.length > LONGEST_LINE ? null : line);
    if (entry !== undefined) yield entry;
    from = end + 1;
  }
}
