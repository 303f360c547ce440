import type { Entry } from "@anshi/mapping";

/** How much of a file has been read, in bytes as stored (rows of a sheet). */
export interface ReadSoFar {
  readonly done: number;
  readonly total: number;
}

/** A file as a stream of entries. */
export interface Source {
  readonly entries: AsyncIterable<Entry>;
  readonly soFar: () => ReadSoFar;
}
