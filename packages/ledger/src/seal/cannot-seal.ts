/** A ledger cannot be sealed as it is; the message says why and what to do. */
export class CannotSeal extends Error {
  override readonly name = "CannotSeal";
  constructor(
    readonly code: "empty" | "damaged" | "key",
    message: string,
  ) {
    super(message);
  }
}
