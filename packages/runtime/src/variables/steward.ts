import type { Variable } from "./variable.js";

/** What the steward does by the clock. */
export const steward = [
  {
    name: "ANSHI_WORKING_HOURS",
    kind: "hours",
    fallback: "09:00-12:00,13:00-17:00",
    meaning: "office hours of a working day, local; alerts for people wait for them",
  },
  {
    name: "ANSHI_PUBLISH_AT",
    kind: "time",
    fallback: "01:00",
    meaning: "local time from which the board of a day, month, quarter or year that has ended is published",
  },
  {
    name: "ANSHI_SEAL_KEY_FILE",
    kind: "text",
    fallback: null,
    meaning:
      "private key (PEM, mode 600) that seals are signed with; with the embedded PostgreSQL by default seal.key in the data directory",
  },
  {
    name: "ANSHI_SEAL_AT",
    kind: "beat",
    fallback: "02:00",
    meaning: "local time from which the ledger is sealed each day, or hourly",
  },
  {
    name: "ANSHI_SEALS_DIR",
    kind: "text",
    fallback: null,
    meaning:
      "directory that every seal is written to, one file each; with the embedded PostgreSQL by default seals in the data directory",
  },
  {
    name: "ANSHI_VERIFY_AT",
    kind: "time",
    fallback: "04:00",
    meaning: "local time on Sundays from which the whole ledger is verified",
  },
] as const satisfies readonly Variable[];
