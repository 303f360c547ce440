import { join } from "node:path";
import { NoBroker, startKafka } from "@anshi/kafka-broker";
import { type Config, type Logger, openLog, type Running, StartFailure } from "@anshi/runtime";
import { kafkaAdapter, kafkaConnection } from "@anshi/runtime/kafka";
import { topicPlans } from "./commands/kafka.js";

/** The broker of `anshi up --kafka`. */
export interface OwnBroker extends Running {
  readonly bootstrap: string;
}

/** Starts a single Kafka broker whose data lies in the data directory. Rejects with StartFailure. */
export async function startBroker(dataDir: string, log: Logger): Promise<OwnBroker> {
  log.info("starting kafka");
  try {
    const cluster = await startKafka({ nodes: 1, directory: join(dataDir, "kafka") });
    return { bootstrap: cluster.bootstrap(), stop: cluster.stop };
  } catch (cause) {
    if (!(cause instanceof NoBroker)) throw cause;
    throw new StartFailure(
      "kafka",
      cause.message,
      "Mend that, leave --kafka out, or set ANSHI_KAFKA_BROKERS to a broker that runs.",
      { cause },
    );
  }
}

/** Makes the topics that are missing on a broker of one's own. */
export async function makeTopics(config: Config): Promise<void> {
  const connection = kafkaConnection(config);
  if (connection === undefined) return;
  await kafkaAdapter(config).ensureTopics(connection, topicPlans(config), openLog("silent"));
}
