import type { Metrics } from "@anshi/runtime";
import type { KafkaConsumer } from "@anshi/runtime/kafka";
import type { Ingested } from "./ingest.js";

/** What is counted of the way from Kafka into the ledger. */
export interface IngestMetrics {
  readonly ingested: (topic: string, done: Ingested) => void;
  /** A batch was in hand for so long, whether it came into the ledger or not. */
  readonly handled: (seconds: number) => void;
  readonly rebalanced: () => void;
  readonly restarted: () => void;
  readonly lost: (topic: string, messages: number) => void;
  /** Has lag and progress said at each scrape. */
  readonly watch: (consumer: KafkaConsumer) => void;
}

/** Registers them. */
export function ingestMetrics(metrics: Metrics): IngestMetrics {
  const labels = ["topic"] as const;
  const events = metrics.counter({
    name: "anshi_kafka_events_total",
    help: "Events taken from Kafka into the ledger",
    labels,
  });
  const batch = metrics.histogram({
    name: "anshi_kafka_batch_messages",
    help: "Messages of one batch, which is of one partition",
    buckets: [1, 5, 10, 50, 100, 250, 500, 1_000],
  });
  const duration = metrics.histogram({
    name: "anshi_kafka_append_duration_seconds",
    help: "Time to decode one batch of messages and bring it into the ledger, failures included",
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  });
  const repeated = metrics.counter({
    name: "anshi_kafka_redelivered_total",
    help: "Messages delivered again and recognised: by offset, or as an event that is in the ledger already",
    labels: ["topic", "by"],
  });
  const rejected = metrics.counter({
    name: "anshi_kafka_rejected_total",
    help: "Messages from Kafka that were refused and kept, by reason",
    labels: ["topic", "code"],
  });
  const rebalances = metrics.counter({
    name: "anshi_kafka_rebalances_total",
    help: "Times that the consumer group assigned partitions to this process",
  });
  const restarts = metrics.counter({
    name: "anshi_kafka_restarts_total",
    help: "Consumers that failed and were replaced",
  });
  const lost = metrics.counter({
    name: "anshi_kafka_lost_total",
    help: "Messages that were deleted from their topic before they were read",
    labels,
  });
  const lag = metrics.gauge({
    name: "anshi_kafka_lag_messages",
    help: "Messages of a partition of this process's that are not in the ledger yet",
    labels: ["topic", "partition"],
  });
  const age = metrics.gauge({
    name: "anshi_kafka_progress_age_seconds",
    help: "Since the last progress of the partition that is worst off",
  });
  return {
    ingested: (topic, done) => {
      batch.observe(done.messages);
      events.inc({ topic }, done.accepted);
      repeated.inc({ topic, by: "offset" }, done.redelivered);
      repeated.inc({ topic, by: "identity" }, done.duplicates);
      for (const code of done.rejected) rejected.inc({ topic, code });
    },
    handled: (seconds) => duration.observe(seconds),
    rebalanced: () => rebalances.inc(),
    restarted: () => restarts.inc(),
    lost: (topic, messages) => lost.inc({ topic }, messages),
    watch: (consumer) => {
      metrics.collector("kafka-lag", [lag], async (put) => {
        for (const own of await consumer.lag())
          put(lag, Number(own.lag), { topic: own.topic, partition: String(own.partition) });
      });
      metrics.collector("kafka-progress", [age], (put) => {
        put(age, (Date.now() - consumer.progressAt()) / 1_000);
      });
    },
  };
}
