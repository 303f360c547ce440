import type { Kind } from "./kind.js";

/** One ANSHI_* environment variable. */
export interface Variable {
  readonly name: string;
  readonly kind: Kind;
  /** `null`: unset. */
  readonly fallback: string | null;
  /** Masked when shown, and may be given by a file that the variable with `_FILE` after its name names. */
  readonly secret?: true;
  readonly meaning: string;
}
