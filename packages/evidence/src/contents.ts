import type { Hash, Seal, StoredEvent } from "@anshi/ledger";
import type { Header } from "./header.js";

/** All that a pack is made of; everything else in it follows. */
export interface Contents {
  readonly header: Header;
  /** In order of position. */
  readonly events: readonly StoredEvent[];
  readonly seal: Seal;
  /** The subtrees that hold none of the events: with them they are proved in the seal; see membershipRanges. */
  readonly proof: readonly Hash[];
}
