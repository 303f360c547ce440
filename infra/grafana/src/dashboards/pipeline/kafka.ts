import type { Section } from "../../grid.js";
import { lines } from "../../panel.js";
import { over } from "../../target.js";

const NO_KAFKA = "没有 Kafka 消费进程 no ingestor runs";
const perSecond = (metric: string, by: string) => `sum by (${by}) (rate(${metric}[$__rate_interval]))`;

/** The way in from Kafka; empty where none is used. */
export const kafka: Section = {
  id: 40,
  title: "Kafka",
  panels: [
    lines({
      id: 41,
      title: "未入账消息 Messages waiting",
      description:
        "各主题中尚未入账的消息数（问代理得来）。 Messages by topic that are not in the ledger yet, as the brokers say.",
      width: 8,
      height: 8,
      nothing: NO_KAFKA,
      targets: [over("lag", "sum by (topic) (anshi_kafka_lag_messages)", "{{topic}}")],
    }),
    lines({
      id: 42,
      title: "最久无进展 Time without progress",
      description:
        "最差分区自上次进展以来的时间；超过 30 秒即不就绪。 Of the partition that is worst off, since its last progress; beyond 30 s the process is not ready.",
      width: 8,
      height: 8,
      nothing: NO_KAFKA,
      targets: [over("age", "max by (instance) (anshi_kafka_progress_age_seconds)", "{{instance}}")],
      all: { unit: "s" },
    }),
    lines({
      id: 43,
      title: "入账与重投 Taken in and redelivered",
      description:
        "每秒入账的事件；按位移或身份认出的重投；拒收；未读先删的消息。 Events taken in a second; messages that came again, recognised by offset or identity; refused; and lost before they were read.",
      width: 8,
      height: 8,
      nothing: NO_KAFKA,
      targets: [
        over("events", perSecond("anshi_kafka_events_total", "topic"), "入账 in {{topic}}"),
        over(
          "again",
          perSecond("anshi_kafka_redelivered_total", "topic, by"),
          "重投 again {{topic}} by {{by}}",
        ),
        over(
          "rejected",
          perSecond("anshi_kafka_rejected_total", "topic, code"),
          "拒收 refused {{topic}} {{code}}",
        ),
        over("lost", perSecond("anshi_kafka_lost_total", "topic"), "已丢 lost {{topic}}"),
      ],
      all: { unit: "ops" },
    }),
    lines({
      id: 44,
      title: "每次事务消息数 Messages a transaction",
      description: "一次事务平均带入的消息数。 The mean number of messages of one transaction.",
      width: 12,
      height: 8,
      nothing: NO_KAFKA,
      targets: [
        over(
          "batch",
          "sum(rate(anshi_kafka_batch_messages_sum[$__rate_interval])) / (sum(rate(anshi_kafka_batch_messages_count[$__rate_interval])) > 0)",
          "消息/次 messages",
        ),
      ],
      all: { decimals: 1 },
    }),
    lines({
      id: 46,
      title: "入账耗时 Append",
      description:
        "一批消息入账所用时间的中位数与 95 分位。 Median and 95th percentile of bringing one batch into the ledger.",
      width: 12,
      height: 8,
      nothing: NO_KAFKA,
      targets: [0.5, 0.95].map((q) =>
        over(
          `p${q * 100}`,
          `histogram_quantile(${q}, ${perSecond("anshi_kafka_append_duration_seconds_bucket", "le")})`,
          `p${q * 100}`,
        ),
      ),
      all: { unit: "s" },
    }),
    lines({
      id: 45,
      title: "再均衡与重启 Rebalances and restarts",
      description:
        "分区重新分配、消费者失败重建的次数。 How often partitions were assigned, and consumers failed and were replaced.",
      width: 24,
      height: 8,
      nothing: NO_KAFKA,
      targets: [
        over(
          "rebalances",
          "sum by (instance) (increase(anshi_kafka_rebalances_total[$__rate_interval]))",
          "再均衡 rebalances {{instance}}",
        ),
        over(
          "restarts",
          "sum by (instance) (increase(anshi_kafka_restarts_total[$__rate_interval]))",
          "重启 restarts {{instance}}",
        ),
      ],
    }),
  ],
};
