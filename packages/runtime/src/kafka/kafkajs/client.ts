import kafkajs, { type Admin, type Kafka, type LogEntry } from "kafkajs";
import type { Logger } from "../../log.js";
import type { KafkaConnection } from "../connection.js";
import type { KafkaFailure } from "../failure.js";
import { failureBy, type Signs } from "../failures.js";
import { registerCodecs } from "./codecs.js";

const { Kafka: KafkaClient, logLevel } = kafkajs;

/** A request that is not answered for so long has failed: a connection may be open and swallow all. */
const ANSWER_MS = 8_000;

let isTaught = false;

/** A kafkajs client; it connects to nothing yet. */
export function client(connection: KafkaConnection, clientId: string, log: Logger): Kafka {
  if (!isTaught) registerCodecs();
  isTaught = true;
  const { brokers, tls, sasl } = connection;
  return new KafkaClient({
    clientId,
    brokers: [...brokers],
    ...(tls === undefined ? {} : { ssl: tls.ca === undefined ? true : { ca: [tls.ca] } }),
    ...(sasl === undefined ? {} : { sasl: saslOf(sasl) }),
    connectionTimeout: 3_000,
    authenticationTimeout: 5_000,
    requestTimeout: ANSWER_MS,
    enforceRequestTimeout: true,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 4 },
    logLevel: logLevel.WARN,
    // Told as debug: whatever matters of it is thrown as well, and told once, by us.
    logCreator: () => (entry: LogEntry) => log.debug({ kafka: entry.namespace }, entry.log.message),
  });
}

function saslOf({ mechanism, username, password }: NonNullable<KafkaConnection["sasl"]>) {
  switch (mechanism) {
    case "plain":
      return { mechanism, username, password };
    case "scram-sha-256":
      return { mechanism, username, password };
    case "scram-sha-512":
      return { mechanism, username, password };
  }
}

/** Lends an admin connection. */
export async function withAdmin<T>(kafka: Kafka, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await work(admin);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

const signs: Signs = [
  ["wrong-credentials", /SASLAuthentication|SASL_AUTHENTICATION_FAILED|ILLEGAL_SASL_STATE|UNSUPPORTED_SASL/u],
  ["not-authorized", /AUTHORIZATION_FAILED/u],
  ["unknown-topic", /UNKNOWN_TOPIC/u],
  ["no-broker", /Connection|RequestTimeout|BrokerNotFound|NumberOfRetries|ECONN/u],
];

/** Any error of kafkajs as a KafkaFailure with its cause and way out. */
export function failureOf(error: unknown, connection: KafkaConnection): KafkaFailure {
  return failureBy(signs, error, connection);
}
