/** How a variable's text is read. */
export type Kind =
  | "text"
  | "integer"
  | "zone"
  | "level"
  | "url"
  | "zones"
  | "hours"
  | "time"
  | "beat"
  | "flag"
  | "port";

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

/** Every variable there is; `anshi config` lists them. */
export const variables = [
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
  { name: "ANSHI_LEDGER", kind: "text", fallback: "3209", meaning: "the ledger where a request names none" },
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
  {
    name: "ANSHI_METRICS_PORT",
    kind: "port",
    fallback: null,
    meaning:
      "where a service without HTTP of its own serves /healthz, /readyz and /metrics; 0 takes a free port",
  },
  {
    name: "ANSHI_METRICS_TARGETS",
    kind: "text",
    fallback: "anshi=127.0.0.1:8417",
    meaning: "what Prometheus scrapes: service=host:port, comma separated",
  },
  {
    name: "ANSHI_METRICS_TOKEN_FILE",
    kind: "text",
    fallback: null,
    meaning: "file, as Prometheus sees it, of a bearer token with the role read",
  },
  {
    name: "ANSHI_ALERTMANAGER",
    kind: "text",
    fallback: "127.0.0.1:9093",
    meaning: "where Prometheus finds Alertmanager: host:port",
  },
  {
    name: "ANSHI_ALERT_WEBHOOK_URL",
    kind: "url",
    fallback: null,
    secret: true,
    meaning: "where Alertmanager posts alerts to, as its webhook does",
  },
  {
    name: "ANSHI_ALERT_WEBHOOK_TOKEN",
    kind: "text",
    fallback: null,
    secret: true,
    meaning: "bearer token for that",
  },
  {
    name: "ANSHI_ALERT_WECOM_CORP_ID",
    kind: "text",
    fallback: null,
    meaning: "the enterprise (企业 ID) whose WeCom application tells alerts",
  },
  {
    name: "ANSHI_ALERT_WECOM_AGENT_ID",
    kind: "text",
    fallback: null,
    meaning: "that application (AgentId)",
  },
  {
    name: "ANSHI_ALERT_WECOM_SECRET",
    kind: "text",
    fallback: null,
    secret: true,
    meaning: "its secret",
  },
  {
    name: "ANSHI_ALERT_WECOM_API_URL",
    kind: "url",
    fallback: "https://qyapi.weixin.qq.com/cgi-bin/",
    meaning: "WeCom's interface, or a proxy of it; ends with a slash",
  },
  {
    name: "ANSHI_ALERT_WECOM_SUPERVISORS",
    kind: "text",
    fallback: null,
    meaning: "departments told of the board's alerts, such as 2 or 2|5",
  },
  {
    name: "ANSHI_ALERT_WECOM_OPERATORS",
    kind: "text",
    fallback: null,
    meaning: "departments told of the alerts of pipeline and processes",
  },
  {
    name: "ANSHI_ALERT_UNITS",
    kind: "text",
    fallback: null,
    meaning: "units whose own department is told of their alerts: unit=department, comma separated",
  },
  {
    name: "ANSHI_ALERT_RELAY_URL",
    kind: "url",
    fallback: null,
    meaning: "where Alertmanager finds the steward's relay, such as http://127.0.0.1:8418/wecom-robot",
  },
  {
    name: "ANSHI_ALERT_ROBOT_URL",
    kind: "url",
    fallback: null,
    secret: true,
    meaning: "address of a WeCom group robot, key included; set: the steward relays alerts to it",
  },
  {
    name: "ANSHI_ALERT_RELAY_PORT",
    kind: "port",
    fallback: "8418",
    meaning: "where that relay listens, at ANSHI_HOST; leave it inside",
  },
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
  {
    name: "ANSHI_KAFKA_BROKERS",
    kind: "text",
    fallback: null,
    meaning: "host:port, comma separated; set: events are taken from Kafka too",
  },
  {
    name: "ANSHI_KAFKA_CLIENT",
    kind: "text",
    fallback: "kafkajs",
    meaning: "client library: kafkajs or platformatic; one for all instances of a group",
  },
  {
    name: "ANSHI_KAFKA_GROUP",
    kind: "text",
    fallback: null,
    meaning: "consumer group; default anshi-LEDGER",
  },
  {
    name: "ANSHI_KAFKA_SESSION_MS",
    kind: "integer",
    fallback: "10000",
    meaning: "how long the group waits for an instance that says nothing, milliseconds",
  },
  {
    name: "ANSHI_KAFKA_TOPICS",
    kind: "text",
    fallback: "anshi.complaints,anshi.leads,anshi.dispatches,anshi.reference",
    meaning: "topics that events are taken from, comma separated",
  },
  {
    name: "ANSHI_KAFKA_REJECTED_TOPIC",
    kind: "text",
    fallback: "anshi.rejected",
    meaning: "topic that refused messages are told to",
  },
  {
    name: "ANSHI_KAFKA_SEALS_TOPIC",
    kind: "text",
    fallback: "anshi.seals",
    meaning: "topic that the seals of the ledger's head are sent to",
  },
  {
    name: "ANSHI_KAFKA_SASL_MECHANISM",
    kind: "text",
    fallback: "scram-sha-512",
    meaning: "plain, scram-sha-256 or scram-sha-512; used when a user name is set",
  },
  { name: "ANSHI_KAFKA_USERNAME", kind: "text", fallback: null, meaning: "who logs in to the brokers" },
  { name: "ANSHI_KAFKA_PASSWORD", kind: "text", fallback: null, secret: true, meaning: "its password" },
  {
    name: "ANSHI_KAFKA_TLS",
    kind: "flag",
    fallback: "false",
    meaning: "encrypt the connections: true or false",
  },
  {
    name: "ANSHI_KAFKA_TLS_CA_FILE",
    kind: "text",
    fallback: null,
    meaning: "PEM of who vouches for the brokers, where none of the well-known does",
  },
] as const satisfies readonly Variable[];

export type VariableName = (typeof variables)[number]["name"];
