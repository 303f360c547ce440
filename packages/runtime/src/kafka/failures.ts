import type { KafkaConnection } from "./connection.js";
import { KafkaFailure, type KafkaFailureCode } from "./failure.js";

/** What is at fault, when an error's name, code or type says so; the first that fits. */
export type Signs = readonly (readonly [code: KafkaFailureCode, sign: RegExp])[];

const DEPTH = 10;

/** An error of a client library as a KafkaFailure with its cause and way out, by what its chain of causes says of itself. */
export function failureBy(signs: Signs, error: unknown, connection: KafkaConnection): KafkaFailure {
  if (error instanceof KafkaFailure) return error;
  const names = [...namesOf(error, DEPTH)];
  const [code = "kafka-failed"] = signs.find(([, sign]) => names.some((name) => sign.test(name))) ?? [];
  return new KafkaFailure(code, textOf(code, error, connection.brokers.join(", ")), { cause: error });
}

function textOf(code: KafkaFailureCode, error: unknown, at: string): string {
  switch (code) {
    case "wrong-credentials":
      return `Kafka at ${at} refused the credentials: check ANSHI_KAFKA_USERNAME, ANSHI_KAFKA_PASSWORD and ANSHI_KAFKA_SASL_MECHANISM`;
    case "not-authorized":
      return `Kafka at ${at} does not let this user do that: it needs READ on the topics and the group, WRITE on the topic of rejections`;
    case "unknown-topic":
      return `a topic does not exist on Kafka at ${at}: make it with \`anshi kafka init\``;
    case "no-broker":
      return `no Kafka broker answers at ${at}: check ANSHI_KAFKA_BROKERS, ANSHI_KAFKA_TLS and the network`;
    default:
      return `Kafka failed: ${saidBy(error)}`;
  }
}

/** Its message and those of its parts, for the whole may say no more than that there are some. */
function saidBy(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const parts = partsOf(error).map((part) => {
    const { topic } = part as { readonly topic?: unknown };
    return typeof topic === "string" ? `${topic}: ${saidBy(part)}` : saidBy(part);
  });
  return parts.length === 0 ? error.message : `${error.message} (${[...new Set(parts)].join("; ")})`;
}

/** Those of an AggregateError, and of kafkajs's own, which is none. */
function partsOf(error: Error): readonly unknown[] {
  return "errors" in error && Array.isArray(error.errors) ? error.errors : [];
}

/** What an error, its causes and its parts call themselves. */
function* namesOf(error: unknown, depth: number): Generator<string> {
  if (!(error instanceof Error) || depth === 0) return;
  const of = (name: string): string => String((error as unknown as Record<string, unknown>)[name] ?? "");
  yield `${error.name} ${of("type")} ${of("code")} ${of("apiId")}`;
  yield* namesOf(error.cause, depth - 1);
  for (const part of partsOf(error)) yield* namesOf(part, depth - 1);
}
