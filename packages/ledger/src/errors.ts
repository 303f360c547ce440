/** The database cannot be reached or cannot take more now. What was not answered may be sent again. */
export class LedgerUnavailable extends Error {
  override readonly name = "LedgerUnavailable";
  constructor(
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`the ledger's database is not available: ${reason}`, options);
  }
}

/** The database cannot serve as a ledger's; what to do is in the message. */
export class UnfitDatabase extends Error {
  override readonly name = "UnfitDatabase";
  constructor(
    readonly reason: "version" | "encoding" | "newer-schema" | "other-schema" | "roles",
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** SQLSTATE of an error that PostgreSQL answered, or Node's code of one of the socket. */
export function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : undefined;
}

// Connection (08), transaction rolled back (40), resources (53), operator (57), system (58), read-only standby; sockets.
const unavailable = /^(08|40|53|57|58).{3}$|^25006$|^E[A-Z]+$/u;
// pg has no code for these.
const lost =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/u;

/** The error as LedgerUnavailable where it tells of the database's state, else as it is. */
export function asUnavailable(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = codeOf(error);
  if (code !== undefined ? unavailable.test(code) : lost.test(error.message)) {
    return new LedgerUnavailable(error.message || (code ?? "unknown"), { cause: error });
  }
  return error;
}

/**
 * Whether the values themselves are at fault: data exceptions (class 22), a null or a check. Other integrity errors tell of
 * a damaged ledger, and must not turn good events into rejected ones.
 */
export function isDataError(error: unknown): boolean {
  const code = codeOf(error) ?? "";
  if (/^22.{3}$/u.test(code) || code === "23502") return true;
  // Without a name of the constraint it is a missing partition.
  return (
    code === "23514" &&
    error instanceof Error &&
    "constraint" in error &&
    typeof error.constraint === "string"
  );
}
