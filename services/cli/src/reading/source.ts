/** An event on its way to the service. */
export interface Outgoing {
  /** Its place among the events of its row. */
  readonly index: number;
  readonly id: string | null;
  /** The event as it is sent. */
  readonly json: string;
}

/** Why nothing could be sent for (one event of) a row. */
export interface Unsendable {
  readonly index: number;
  readonly id: string | null;
  readonly code: "mapping" | "not-json" | "too-large";
  readonly message: string;
  readonly path: string;
}

/** What one row of a file, or one line of it, came to; `row` counts from 1 and only grows. */
export interface Entry {
  readonly row: number;
  readonly events: readonly Outgoing[];
  readonly unsendable: readonly Unsendable[];
}

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
