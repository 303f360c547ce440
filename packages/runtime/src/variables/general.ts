import type { Variable } from "./variable.js";

/** What every installation has: the database, the ledger, the doors. */
export const general = [
  {
    name: "ANSHI_DATABASE_URL",
    kind: "url",
    fallback: null,
    secret: true,
    meaning: "PostgreSQL 15 or newer to use in place of the embedded one",
  },
  {
    name: "ANSHI_DATA_DIR",
    kind: "text",
    fallback: "./.anshi",
    meaning: "where the embedded PostgreSQL and its password live",
  },
  {
    name: "ANSHI_LEDGER",
    kind: "ledger",
    fallback: "3209",
    meaning: "the ledger where a request names none",
  },
  {
    name: "ANSHI_TIME_ZONE",
    kind: "zone",
    fallback: "Asia/Shanghai",
    meaning: "time zone of ledgers that name none",
  },
  {
    name: "ANSHI_LEDGER_ZONES",
    kind: "zones",
    fallback: "",
    meaning: "time zones of other ledgers: ledger=zone, comma separated",
  },
  { name: "ANSHI_HOST", kind: "text", fallback: "127.0.0.1", meaning: "address to listen on" },
  { name: "ANSHI_PORT", kind: "port", fallback: "8417", meaning: "port to listen on; 0 takes a free one" },
  {
    name: "ANSHI_TOKENS_FILE",
    kind: "text",
    fallback: null,
    meaning: "JSON file of bearer tokens and their roles; without it only loopback is served",
  },
  {
    name: "ANSHI_URL",
    kind: "url",
    fallback: "http://127.0.0.1:8417",
    meaning: "where the command line looks for the service",
  },
  {
    name: "ANSHI_PUBLIC_URL",
    kind: "url",
    fallback: "http://127.0.0.1:8417",
    meaning: "where people reach the service: dashboards and messages link to its console there",
  },
  {
    name: "ANSHI_TOKEN",
    kind: "text",
    fallback: null,
    secret: true,
    meaning: "bearer token of the command line",
  },
  {
    name: "ANSHI_LOG_LEVEL",
    kind: "level",
    fallback: "info",
    meaning: "trace, debug, info, warn, error, fatal or silent",
  },
  {
    name: "ANSHI_MAX_AHEAD_MS",
    kind: "integer",
    fallback: "300000",
    meaning: "how far an event's time may lie ahead, milliseconds",
  },
  {
    name: "ANSHI_MAX_IN_FLIGHT",
    kind: "integer",
    fallback: "64",
    meaning: "intake requests in hand before others are put off",
  },
  {
    name: "ANSHI_SMALL_SAMPLE",
    kind: "integer",
    fallback: "20",
    meaning: "fewer counted than this is too few for a rate to alert",
  },
  {
    name: "ANSHI_LONG_OVERDUE_DAYS",
    kind: "integer",
    fallback: "30",
    meaning: "open and overdue for more days than this is told of by itself",
  },
  {
    name: "ANSHI_REJECTION_DAYS",
    kind: "integer",
    fallback: "90",
    meaning: "days until the bytes of rejected messages may be erased",
  },
] as const satisfies readonly Variable[];
