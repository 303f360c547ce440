/** A decoded event, to be appended. */
export interface NewEvent {
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  /** RFC 3339 with offset; kept to whole milliseconds. */
  readonly time: string;
  /** The canonical JSON that is stored and hashed. */
  readonly body: string;
  /** The message as received, kept should the ledger refuse the event; default: the body. */
  readonly raw?: Uint8Array | (() => Uint8Array) | undefined;
  /** Where it came from, told should the ledger refuse it. */
  readonly origin?: string | undefined;
}

/** The bytes as received. */
export function rawOf(event: NewEvent): Uint8Array {
  const { raw = Buffer.from(event.body, "utf8") } = event;
  return typeof raw === "function" ? raw() : raw;
}
