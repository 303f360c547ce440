/** Why a process could not start, and the way out; printed as two lines, not as a stack. */
export class StartFailure extends Error {
  override readonly name = "StartFailure";
  constructor(
    readonly code: StartFailureCode,
    message: string,
    readonly wayOut: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export type StartFailureCode =
  | "configuration"
  | "kafka"
  | "port-taken"
  | "address"
  | "directory"
  | "already-running"
  | "other-version"
  | "disk-full"
  | "no-binaries"
  | "database"
  | "tokens";

/** The lines to print for anything that kept a process from starting. */
export function startFailureText(error: unknown): string {
  if (error instanceof StartFailure) return `anshi cannot start: ${error.message}\n${error.wayOut}\n`;
  return `anshi cannot start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`;
}
