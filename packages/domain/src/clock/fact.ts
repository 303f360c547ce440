import type { EventType } from "../event/index.js";

/** One accepted event of a case, as the clocks read it. */
export interface Fact {
  /** Position in the ledger: the identity of the fact within its ledger. */
  readonly position: bigint;
  readonly type: EventType;
  readonly source: string;
  readonly id: string;
  /** `time` of the event, whole milliseconds since 1970-01-01T00:00Z, cut, not rounded. */
  readonly at: number;
  /** `data` as stored; `{}` where the type carries none. */
  readonly data: Readonly<Record<string, unknown>>;
}
