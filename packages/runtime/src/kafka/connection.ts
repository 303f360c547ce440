import { readFileSync } from "node:fs";
import type { Config } from "../config.js";
import { StartFailure } from "../start-failure.js";

/** How the brokers are reached. */
export interface KafkaConnection {
  /** host:port of some of them; the others are learnt. */
  readonly brokers: readonly string[];
  /** Present: encrypted. `ca`: PEM of who vouches for the brokers, when none of the well-known does. */
  readonly tls?: { readonly ca?: string };
  readonly sasl?: {
    readonly mechanism: "plain" | "scram-sha-256" | "scram-sha-512";
    readonly username: string;
    readonly password: string;
  };
}

/** The connection as configured; `undefined` without brokers. Throws StartFailure. */
export function kafkaConnection(config: Config): KafkaConnection | undefined {
  const brokers = list(config.optional("ANSHI_KAFKA_BROKERS"));
  if (brokers.length === 0) return undefined;
  if (!brokers.every((broker) => /^.+:\d{1,5}$/u.test(broker)))
    throw wrong("ANSHI_KAFKA_BROKERS: expected host:port, comma separated");
  const username = config.optional("ANSHI_KAFKA_USERNAME");
  const password = config.optional("ANSHI_KAFKA_PASSWORD");
  if (username !== undefined && password === undefined)
    throw wrong("ANSHI_KAFKA_USERNAME is set and ANSHI_KAFKA_PASSWORD is not");
  const caFile = config.optional("ANSHI_KAFKA_TLS_CA_FILE");
  const isTls = config.text("ANSHI_KAFKA_TLS") === "true" || caFile !== undefined;
  return {
    brokers,
    ...(isTls ? { tls: caFile === undefined ? {} : { ca: fileOf("ANSHI_KAFKA_TLS_CA_FILE", caFile) } } : {}),
    ...(username === undefined || password === undefined
      ? {}
      : { sasl: { mechanism: mechanism(config.text("ANSHI_KAFKA_SASL_MECHANISM")), username, password } }),
  };
}

function mechanism(value: string): "plain" | "scram-sha-256" | "scram-sha-512" {
  if (value === "plain" || value === "scram-sha-256" || value === "scram-sha-512") return value;
  throw wrong("ANSHI_KAFKA_SASL_MECHANISM: expected plain, scram-sha-256 or scram-sha-512");
}

function fileOf(name: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw wrong(`${name}: the file cannot be read`);
  }
}

function wrong(what: string): StartFailure {
  return new StartFailure("configuration", what, "`anshi config` lists every variable.");
}

/** The parts of a comma-separated text. */
export function list(text: string | undefined): readonly string[] {
  return (text ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
