import type { Section } from "../../grid.js";
import { lines, stat, table } from "../../panel.js";
import { now, over, sql } from "../../target.js";
import { faultNumbers, faultSteps } from "../../words.js";

/** What all of it runs on. */
export const machines: Section = {
  id: 80,
  title: "进程与数据库 Processes and PostgreSQL",
  panels: [
    stat({
      id: 81,
      title: "抓取目标 Targets",
      description: "Prometheus 抓取的每个进程是否应答。 Whether each process that is scraped answers.",
      width: 12,
      height: 5,
      targets: [now("up", "max by (job, instance) (up)", "{{job}} {{instance}}")],
      all: {
        words: [
          {
            type: "value",
            options: {
              1: { text: "正常 up", color: "green", index: 0 },
              0: { text: "无应答 down", color: "red", index: 1 },
            },
          },
        ],
        steps: [["red"], ["green", 1]],
      },
    }),
    stat({
      id: 82,
      title: "指标采集 Collection",
      description:
        "六小时内失败或超时的采集次数，与因过多而未报的序列数。 Collections that failed or were late within six hours, and series left out because there are too many.",
      width: 12,
      height: 5,
      targets: [
        now("failures", "sum(increase(anshi_collector_failures_total[6h]))", "采集失败 failures"),
        now("omitted", "max(anshi_measure_series_omitted)", "未报序列 omitted"),
      ],
      all: { steps: faultSteps },
    }),
    lines({
      id: 83,
      title: "内存 Memory",
      description: "各进程常驻内存。 Resident memory by process.",
      width: 8,
      height: 8,
      targets: [
        over("memory", "max by (job, instance) (process_resident_memory_bytes)", "{{job}} {{instance}}"),
      ],
      all: { unit: "bytes" },
    }),
    lines({
      id: 84,
      title: "处理器 CPU",
      description: "各进程占用的核数。 Cores used by process.",
      width: 8,
      height: 8,
      targets: [
        over(
          "cpu",
          "sum by (job, instance) (rate(process_cpu_seconds_total[$__rate_interval]))",
          "{{job}} {{instance}}",
        ),
      ],
      all: { decimals: 2 },
    }),
    lines({
      id: 85,
      title: "事件循环 Event loop lag: 99th percentile",
      description: "Node 事件循环延迟的 99 分位。 99th percentile of the lag of Node's event loop.",
      width: 8,
      height: 8,
      targets: [
        over("lag", "max by (job, instance) (nodejs_eventloop_lag_p99_seconds)", "{{job}} {{instance}}"),
      ],
      all: { unit: "s" },
    }),
    lines({
      id: 88,
      title: "告警转发 Alerts relayed",
      description:
        "管家转给企业微信群机器人的通知，每小时多少条，成功与失败；没有配置机器人时没有数据。 Notifications that the steward's relay handed on to the robot of a WeCom group, an hour, sent or failed; no data where none is configured.",
      width: 24,
      height: 7,
      nothing: "没有配置群机器人 no robot is configured",
      targets: [
        over("relayed", "sum by (outcome) (increase(anshi_alerts_relayed_total[1h]))", "{{outcome}}"),
      ],
    }),
    table({
      id: 86,
      title: "PostgreSQL",
      description:
        "数据库大小、连接数、最长事务、缓存命中、死锁与回滚（自统计清零以来）。 Size, connections, the longest transaction, cache hits, deadlocks and rollbacks since its statistics began.",
      width: 24,
      height: 4,
      targets: [
        sql(
          "database",
          `select pg_database_size(datid) as size,
       numbackends as connections, current_setting('max_connections')::integer as most_connections,
       (select extract(epoch from max(now() - xact_start)) from pg_stat_activity as own
         where own.datid = stat.datid and pid <> pg_backend_pid()) as longest_transaction,
       blks_hit::float / nullif(blks_hit + blks_read, 0) as cache_hits,
       deadlocks, xact_commit as commits, xact_rollback as rollbacks, temp_bytes
  from pg_stat_database as stat
 where datname = current_database()`,
        ),
      ],
      fields: {
        size: { title: "大小 size", unit: "bytes" },
        connections: { title: "连接 connections" },
        most_connections: { title: "上限 at most" },
        longest_transaction: { title: "最长事务 longest transaction", unit: "s", decimals: 1 },
        cache_hits: { title: "缓存命中 cache hits", unit: "percentunit", decimals: 2 },
        deadlocks: { title: "死锁 deadlocks", steps: faultSteps },
        commits: { title: "提交 commits" },
        rollbacks: { title: "回滚 rollbacks" },
        temp_bytes: { title: "临时文件 temporary files", unit: "bytes" },
      },
    }),
    table({
      id: 87,
      title: "看板状态 Board standing",
      description:
        "每个账本的看板：版本、建成时间、规则集、锚点、无法计算与暂定数。 The board of each ledger: version, when built, rule set, anchors, parked and provisional.",
      width: 24,
      height: 6,
      targets: [
        sql(
          "standing",
          `select ledger, position, head, lag, recorded_at, rule_set, time_zone, version, built_at, rebuilding::integer as rebuilding, anchors, parked, provisional_open
  from board.standing
 order by ledger`,
        ),
      ],
      fields: {
        ledger: { title: "账本 ledger" },
        position: { title: "看板位置 board" },
        head: { title: "账本末尾 head" },
        lag: { title: "未计入 behind" },
        recorded_at: { title: "记录于 recorded", unit: "dateTimeAsIso" },
        rule_set: { title: "规则集 rules" },
        time_zone: { title: "时区 zone" },
        version: { title: "版本 version" },
        built_at: { title: "建成 built", unit: "dateTimeAsIso" },
        rebuilding: { title: "重建 rebuilding", words: faultNumbers("重建中 rebuilding", "否 no") },
        anchors: { title: "锚点 anchors" },
        parked: { title: "无法计算 parked" },
        provisional_open: { title: "暂定 provisional" },
      },
    }),
  ],
};
