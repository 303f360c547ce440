/** There can be no pack of what was asked; the message says why. */
export class CannotProve extends Error {
  override readonly name = "CannotProve";
  constructor(
    readonly code: "not-found" | "not-sealed" | "too-large" | "damaged",
    message: string,
  ) {
    super(message);
  }
}
