import type { Entry, Outgoing, Unsendable } from "@anshi/mapping";

/** Well below what the service takes in one body (16 MiB). */
const LARGEST_BATCH_BYTES = 4 * 1024 * 1024;
/** Rows that give nothing close a batch too, so that progress is kept. */
const ROWS_PER_EVENT = 20;

/** Consecutive rows that are sent, answered and noted as done together. */
export interface Batch {
  readonly lastRow: number;
  readonly rows: number;
  readonly events: readonly (Outgoing & { readonly row: number })[];
  readonly unsendable: readonly (Unsendable & { readonly row: number })[];
}

/** Cuts entries into batches of about `size` events; the events of one row stay together. Rows up to `skip` are passed over. */
export async function* batches(
  entries: AsyncIterable<Entry>,
  size: number,
  skip: number,
): AsyncGenerator<Batch> {
  let events: (Outgoing & { row: number })[] = [];
  let unsendable: (Unsendable & { row: number })[] = [];
  let rows = 0;
  let bytes = 0;
  let lastRow = skip;
  const cut = (): Batch => {
    const batch = { lastRow, rows, events, unsendable };
    events = [];
    unsendable = [];
    rows = 0;
    bytes = 0;
    return batch;
  };
  for await (const entry of entries) {
    if (entry.row <= skip) continue;
    lastRow = entry.row;
    rows += 1;
    for (const event of entry.events) {
      events.push({ ...event, row: entry.row });
      bytes += Buffer.byteLength(event.json);
    }
    for (const each of entry.unsendable) unsendable.push({ ...each, row: entry.row });
    const full = events.length + unsendable.length >= size || bytes >= LARGEST_BATCH_BYTES;
    if (full || rows >= ROWS_PER_EVENT * size) yield cut();
  }
  if (rows > 0) yield cut();
}
