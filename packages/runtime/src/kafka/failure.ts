/** What a person has to mend, or that nobody can tell. */
export type KafkaFailureCode =
  | "no-broker"
  | "wrong-credentials"
  | "not-authorized"
  | "unknown-topic"
  /** The topic ends before what was read of it: it was made anew, or lost messages. */
  | "offset-lost"
  | "stalled"
  | "kafka-failed";

/** Kafka cannot be used now; the message names the cause and the way out, never a password. */
export class KafkaFailure extends Error {
  override readonly name = "KafkaFailure";
  constructor(
    readonly code: KafkaFailureCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
