import type { Config } from "../config.js";
import { list } from "./connection.js";

/** The topics' names. */
export interface KafkaTopics {
  /** What events are taken from. */
  readonly incoming: readonly string[];
  readonly rejected: string;
  readonly seals: string;
}

/** As configured. */
export function kafkaTopics(config: Config): KafkaTopics {
  return {
    incoming: list(config.text("ANSHI_KAFKA_TOPICS")),
    rejected: config.text("ANSHI_KAFKA_REJECTED_TOPIC"),
    seals: config.text("ANSHI_KAFKA_SEALS_TOPIC"),
  };
}
