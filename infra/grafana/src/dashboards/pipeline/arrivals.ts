import type { Section } from "../../grid.js";
import { lines, table } from "../../panel.js";
import { over, rows, sql, sqlSeries } from "../../target.js";
import { ledger } from "../../variables.js";

const of = 'ledger="$ledger"';
const perSecond = (metric: string, by = "") =>
  `sum${by === "" ? "" : ` by (${by})`} (rate(${metric}[$__rate_interval]))`;

/** What comes in, what is refused, what comes twice. */
export const arrivals: Section = {
  id: 20,
  title: "接收 Intake",
  panels: [
    lines({
      id: 21,
      title: "接收与重投 Accepted and delivered again",
      description:
        "经 HTTP 每秒收下的新事件，与再次送达、只计一次的事件。 New events a second by HTTP, and events delivered again, which count once.",
      width: 12,
      height: 8,
      targets: [
        over("accepted", perSecond(`anshi_events_accepted_total{${of}}`), "收下 accepted"),
        over("duplicate", perSecond(`anshi_events_duplicate_total{${of}}`), "重投 again"),
      ],
      all: { unit: "ops" },
    }),
    lines({
      id: 22,
      title: "每小时入账 Events an hour",
      description:
        "账本每小时记下的事件数，含导入，可回看任意时段。 Events the ledger took each hour, imports included, for any time range.",
      width: 12,
      height: 8,
      targets: [
        sqlSeries(
          "events",
          `select hour as time, '事件/小时 events an hour' as metric, events as value
  from board.throughput(${ledger}, $__timeFrom()::timestamptz, $__timeTo()::timestamptz)
 order by 1`,
        ),
      ],
    }),
    lines({
      id: 23,
      title: "入账耗时 Append",
      description:
        "一次入账的中位数与 95 分位，含失败。 Median and 95th percentile of one append, failures included.",
      width: 12,
      height: 8,
      targets: [0.5, 0.95].map((q) =>
        over(
          `p${q * 100}`,
          `histogram_quantile(${q}, ${perSecond("anshi_append_duration_seconds_bucket", "le")})`,
          `p${q * 100}`,
        ),
      ),
      all: { unit: "s" },
    }),
    lines({
      id: 24,
      title: "每批事件数 Events a batch",
      description:
        "同时到达的请求一起提交：每次入账平均带来多少事件。 Requests that meet are committed together: the mean number of events of one append.",
      width: 12,
      height: 8,
      targets: [
        over(
          "batch",
          `${perSecond("anshi_append_batch_events_sum")} / (${perSecond("anshi_append_batch_events_count")} > 0)`,
          "事件/批 events",
        ),
      ],
      all: { decimals: 1 },
    }),
    lines({
      id: 25,
      title: "请求耗时 Requests: 95th percentile",
      description: "各接口请求时间的 95 分位。 95th percentile of request times by route.",
      width: 12,
      height: 8,
      targets: [
        over(
          "p95",
          `histogram_quantile(0.95, ${perSecond("anshi_http_request_duration_seconds_bucket", "le, route")})`,
          "{{route}}",
        ),
      ],
      all: { unit: "s" },
    }),
    lines({
      id: 26,
      title: "请求数 Requests by status",
      description: "每秒请求数，按状态码。 Requests a second by status.",
      width: 12,
      height: 8,
      targets: [
        over("requests", perSecond("anshi_http_request_duration_seconds_count", "status"), "{{status}}"),
      ],
      all: { unit: "ops" },
    }),
    table({
      id: 27,
      title: "拒收累计 Refused, by code",
      description: "各原因码拒收的消息总数，自账本之始。 Messages refused by code since the ledger began.",
      width: 8,
      height: 9,
      targets: [rows("rejected", `max by (code) (anshi_rejected_total{${of}}) > 0`)],
      columns: ["code", "Value"],
      fields: { code: { title: "原因码 code" }, Value: { title: "拒收 refused" } },
      nothing: "没有拒收 nothing was refused",
    }),
    lines({
      id: 28,
      title: "拒收速度 Refusals",
      description: "每秒拒收的消息，按原因码。 Messages refused a second, by code.",
      width: 8,
      height: 9,
      targets: [
        over(
          "rejected",
          `max by (code) (rate(anshi_rejected_total{${of}}[$__rate_interval])) > 0`,
          "{{code}}",
        ),
      ],
      all: { unit: "ops" },
      nothing: "这段时间没有拒收 nothing was refused in this time",
    }),
    table({
      id: 29,
      title: "拒收明细 Refusals by day and door",
      description:
        "每天从哪个入口、因何拒收，还有多少未重新送入。 By day, door and code, and how many were not sent in again.",
      width: 8,
      height: 9,
      targets: [
        sql(
          "rejections",
          `select day::text as day, door, code, rejected, open
  from board.rejections(${ledger}, $__timeFrom()::timestamptz, $__timeTo()::timestamptz)
 order by day desc, door, code`,
        ),
      ],
      fields: {
        day: { title: "日期 day" },
        door: { title: "入口 door" },
        code: { title: "原因码 code" },
        rejected: { title: "拒收 refused" },
        open: { title: "未重送 open" },
      },
      nothing: "这段时间没有拒收 nothing was refused in this time",
    }),
  ],
};
