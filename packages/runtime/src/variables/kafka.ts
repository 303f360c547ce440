import type { Variable } from "./variable.js";

/** Kafka: events in, seals out. */
export const kafka = [
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
