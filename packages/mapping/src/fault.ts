/** One thing wrong with a mapping: where, and what was expected there. */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

/** A mapping that cannot be used, with all that is wrong with it. */
export class MappingFaults extends Error {
  override readonly name = "MappingFaults";
  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(({ path, message }) => `${path}: ${message}`).join("\n"));
  }
}
