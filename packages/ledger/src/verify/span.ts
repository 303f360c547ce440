import type { LedgerId, Position } from "../ledger-id.js";
import type { Hash } from "../merkle/index.js";
import type { Finding } from "./finding.js";
import type { KeyPrint } from "./key-prints.js";

/** The end of a batch, as its row tells. */
export interface Cut {
  /** Number of the batch; 0 before the first. */
  readonly number: bigint;
  readonly position: Position;
  readonly chainHash: Hash;
  /** Microseconds since 1970. */
  readonly recordedAt: number;
}

/** A run of whole batches: those after one cut, up to another. */
export interface Span {
  readonly ledger: LedgerId;
  readonly after: Cut;
  readonly upTo: Cut;
  /** Drawn for the run; see key-prints. */
  readonly seeds: readonly [number, number];
}

/** What a span came to. */
export interface SpanReport {
  readonly batches: number;
  readonly events: number;
  /** The leaf hashes up to the first block's border, the roots of the whole blocks, the leaf hashes that are left. */
  readonly leading: readonly Hash[];
  readonly blocks: readonly Hash[];
  readonly trailing: readonly Hash[];
  readonly keyPrints: readonly KeyPrint[];
  readonly findings: readonly Finding[];
}
