import type { BoardQuery } from "../board.js";

/** Two positions at which one question is asked. */
export interface DiffQuery extends Omit<BoardQuery, "knownAt"> {
  readonly from: bigint;
  /** Not before `from`. */
  readonly to: bigint;
  /** Events named for a figure at the most; what the others changed is added up. Default 100. */
  readonly events?: number;
}
