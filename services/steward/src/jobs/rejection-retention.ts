import { eraseExpired } from "@anshi/ledger";
import type { DatabaseJob } from "../job.js";
import { daily } from "../period.js";

/**
 * Erases the bytes of rejected messages whose time is up (domain.md §7): they may hold personal data. Of the database as a
 * whole, for a ledger may hold nothing but rejected messages, and then is in no list of ledgers. At night, when few write.
 */
export const rejectionRetention: DatabaseJob = {
  name: "rejection-retention",
  scope: "database",
  ...daily(3, 30),
  run: async ({ pool, now }) => ({ erased: await eraseExpired(pool, now) }),
};
