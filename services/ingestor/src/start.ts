import { consumedOffsets, type LedgerId } from "@anshi/ledger";
import {
  type Config,
  healthChecks,
  type Observable,
  openPool,
  type ServiceDeps,
  StartFailure,
  startOutbox,
} from "@anshi/runtime";
import { type KafkaConsumer, kafkaAdapter, kafkaConnection, kafkaTopics } from "@anshi/runtime/kafka";
import { ingestion } from "./ingest.js";
import { ingestMetrics } from "./metrics.js";
import { tellAll } from "./tell.js";

/** Without progress for so long it is not ready (G11 promises 30 s). */
const STALLED_MS = 20_000;

/**
 * Starts bringing events from Kafka into the default ledger of a migrated database. It starts whatever state the brokers are
 * in, and goes on by itself when they are back; readiness and the log say what is wrong. Throws StartFailure when no broker
 * is configured.
 */
export function startIngestor(config: Config, { databaseUrl, log, metrics }: ServiceDeps): Observable {
  const connection = kafkaConnection(config);
  if (connection === undefined)
    throw new StartFailure(
      "configuration",
      "ANSHI_KAFKA_BROKERS is not set",
      "Set it to host:port of the brokers, comma separated.",
    );
  const kafka = kafkaAdapter(config);
  const ledger = config.text("ANSHI_LEDGER") as LedgerId;
  const { incoming, rejected } = kafkaTopics(config);
  const pool = openPool({ url: databaseUrl, name: "anshi ingestor", role: "anshi_appender", max: 6, log });
  const producer = kafka.producer(connection, "anshi-ingestor", log);
  const outbox = startOutbox({
    what: `rejections to ${rejected}`,
    send: (stopping) => tellAll({ pool, ledger, producer, topic: rejected }, stopping),
    log,
  });
  const counted = ingestMetrics(metrics);
  const ingest = ingestion({
    pool,
    ledger,
    maxAheadMs: config.integer("ANSHI_MAX_AHEAD_MS"),
    keepDays: config.integer("ANSHI_REJECTION_DAYS"),
    now: Date.now,
  });
  const consumer: KafkaConsumer = kafka.consumer({
    connection,
    clientId: "anshi-ingestor",
    groupId: config.optional("ANSHI_KAFKA_GROUP") ?? `anshi-${ledger}`,
    topics: incoming,
    startAt: () => consumedOffsets(pool, ledger, incoming),
    handle: async (batch) => {
      const began = performance.now();
      const done = await ingest(batch).finally(() => counted.handled((performance.now() - began) / 1_000));
      counted.ingested(batch.topic, done);
      if (done.rejected.length > 0) outbox.wake();
      return done.next;
    },
    sessionTimeoutMs: config.integer("ANSHI_KAFKA_SESSION_MS"),
    stalledAfterMs: STALLED_MS,
    log,
    on: {
      rebalanced: (assigned) => {
        counted.rebalanced();
        log.info({ partitions: assigned.length }, "kafka partitions assigned");
      },
      restarted: counted.restarted,
      lost: ({ topic, partition, offset }, earliest) => {
        counted.lost(topic, Number(earliest - offset));
        log.error(
          { topic, partition, from: String(offset), to: String(earliest - 1n) },
          "messages were deleted from the topic before they were read: raise its retention, and have them sent again",
        );
      },
    },
  });
  counted.watch(consumer);
  void consumer.start().then(() => log.info({ topics: incoming }, "reading from kafka"));
  return {
    health: healthChecks([
      { name: "database", reason: () => pool.query("select 1").then(() => null) },
      { name: "kafka", reason: () => troubleOf(consumer) },
      { name: "rejections", reason: outbox.trouble },
    ]),
    stop: async () => {
      await consumer.stop();
      await outbox.stop();
      await producer.stop();
      await pool.end();
    },
  };
}

function troubleOf(consumer: KafkaConsumer): string | null {
  const trouble = consumer.trouble();
  if (trouble !== null) return trouble.message;
  if (consumer.state() === "starting") return "joining the consumer group";
  const age = Date.now() - consumer.progressAt();
  return age > STALLED_MS
    ? `nothing of a partition came into the ledger for ${Math.floor(age / 1_000)} s`
    : null;
}
