import { pipeline, Readable } from "node:stream";
import { csvOptions, type Mapping, type Row } from "@anshi/mapping";
import { CsvError, parse } from "csv-parse";
import { Failure } from "../failure.js";
import type { FileBytes } from "./bytes.js";
import type { Table } from "./table.js";

/** A CSV file (RFC 4180) as a table, streaming. Rejects with `Failure` when the file is empty or cannot be read as CSV. */
export async function csvTable(
  bytes: FileBytes,
  name: string,
  options: Pick<Mapping, "encoding" | "delimiter">,
): Promise<Table> {
  const parser = parse({ ...csvOptions, delimiter: options.delimiter });
  const text = Readable.from(decoded(bytes.chunks, name, options.encoding));
  const stream = pipeline(text, parser, () => undefined);
  const records = stream[Symbol.asyncIterator]() as AsyncIterator<readonly string[], undefined>;
  const next = () =>
    records.next().catch((error: unknown) => {
      if (error instanceof CsvError) throw new Failure(`${name} is no CSV: ${error.message}`);
      throw error;
    });
  const header = await next();
  if (header.done === true)
    throw new Failure(`${name} is empty; expected a first line with the names of the columns`);
  async function* rows(): AsyncGenerator<Row> {
    let number = 0;
    for (let each = await next(); each.done !== true; each = await next()) {
      number += 1;
      yield { number, cells: each.value };
    }
  }
  return { columns: header.value.map((column) => column.trim()), rows: rows(), soFar: bytes.soFar };
}

/** Bytes that are no text of the encoding stop the import: replacement characters must not enter an immutable log. */
async function* decoded(
  chunks: AsyncIterable<Buffer>,
  name: string,
  encoding: string,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const refuse = (): never => {
    throw new Failure(`${name} is not ${encoding}; set encoding in the mapping, gb18030 for one`);
  };
  const decode = (chunk?: Buffer): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      return refuse();
    }
  };
  for await (const chunk of chunks) {
    const text = decode(chunk);
    // A stream of objects takes an empty text for its end.
    if (text !== "") yield text;
  }
  const rest = decode();
  if (rest !== "") yield rest;
}
