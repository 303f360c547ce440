/** A pack cannot be derived from its events; the message says why. */
export class Underivable extends Error {
  override readonly name = "Underivable";
}
