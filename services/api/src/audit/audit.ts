import type { DatabaseAccess } from "@anshi/ledger";
import type { Reading } from "../reading.js";

/** What the auditors' routes need besides reading. */
export interface Audit {
  readonly reading: Reading;
  /** Verifies over connections of its own; a role that reads. */
  readonly verifying: DatabaseAccess;
  /** A role that may keep seals. */
  readonly sealing: DatabaseAccess;
  /** The private key's file; unset: nothing is sealed here. */
  readonly keyFile: string | undefined;
}
