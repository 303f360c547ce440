/** The command was used wrongly: exit code 2. */
export class WrongUse extends Error {
  override readonly name = "WrongUse";
}

/** The command could not do its work, for a reason the user can read: exit code 1. */
export class Failure extends Error {
  override readonly name = "Failure";
}

/** What a thrown value says, with the cause a network error hides. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  // An AggregateError (one address refused after another) has an empty message of its own.
  const first = cause instanceof AggregateError ? cause.errors[0] : undefined;
  const inner = first instanceof Error ? first.message : cause.message;
  return inner === "" ? error.message : inner;
}
