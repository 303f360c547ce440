/** A broker cannot be had or started; the message says what is missing and the way out. */
export class NoBroker extends Error {
  override readonly name = "NoBroker";
  constructor(
    readonly code: "no-java" | "no-maven" | "no-artifacts" | "not-started",
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
