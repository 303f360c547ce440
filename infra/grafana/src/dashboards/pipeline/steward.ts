import type { Section } from "../../grid.js";
import { lines, stat, table } from "../../panel.js";
import { now, over, rows, sql } from "../../target.js";
import { faultSteps } from "../../words.js";

/** What goes by the clock. */
export const steward: Section = {
  id: 60,
  title: "定时 By the clock",
  panels: [
    table({
      id: 61,
      title: "定时任务 Steward jobs",
      description:
        "各任务距上次成功多久、此后失败几次。 Since each job last ended well, and how often it has failed since.",
      width: 12,
      height: 9,
      nothing: "还没有任务运行过 no job has run yet",
      targets: [
        rows("age", "time() - max by (ledger, job) (anshi_steward_job_last_success_timestamp_seconds)"),
        rows("failures", "max by (ledger, job) (anshi_steward_job_failures)"),
      ],
      columns: ["ledger", "job", "Value #age", "Value #failures"],
      fields: {
        ledger: { title: "账本 ledger" },
        job: { title: "任务 job" },
        "Value #age": { title: "距上次成功 since success", unit: "s", decimals: 0 },
        "Value #failures": { title: "此后失败 failures since", steps: faultSteps },
      },
    }),
    table({
      id: 62,
      title: "最近运行 Latest runs",
      description: "任务的最近 50 次运行及结果。 The latest fifty runs with their outcome.",
      width: 12,
      height: 9,
      nothing: "还没有任务运行过 no job has run yet",
      targets: [
        sql(
          "runs",
          `select ledger, job, period, attempt, instance, started_at, duration, outcome_text, outcome, detail
  from steward.job_run
 order by started_at desc
 limit 50`,
        ),
      ],
      fields: {
        ledger: { title: "账本 ledger" },
        job: { title: "任务 job" },
        period: { title: "期 period" },
        attempt: { title: "次 attempt", width: 90 },
        instance: { title: "实例 instance" },
        started_at: { title: "开始 started", unit: "dateTimeAsIso" },
        duration: { title: "用时 took", unit: "s" },
        outcome_text: { title: "结果 outcome" },
        outcome: { title: "outcome" },
        detail: { title: "详情 detail" },
      },
    }),
    stat({
      id: 63,
      title: "日历已知至 Calendar known until",
      description:
        "已公布节假日安排到哪一年；更晚的期限是暂定的。 End of the last year whose holidays are published; later deadlines are provisional.",
      width: 6,
      height: 5,
      targets: [
        now(
          "until",
          'max(anshi_calendar_known_until_timestamp_seconds{ledger="$ledger"}) * 1000',
          "至 until",
        ),
      ],
      all: { unit: "dateTimeAsIso" },
    }),
    stat({
      id: 64,
      title: "办公时间 Working hours",
      description:
        "此刻是否本地工作日的办公时间：面向人的告警等到那时。 Whether it is office hours now: alerts for people wait for them.",
      width: 6,
      height: 5,
      targets: [now("working", 'max(anshi_working_hours{ledger="$ledger"})', "此刻 now")],
      all: {
        words: [
          {
            type: "value",
            options: { 1: { text: "办公 working", index: 0 }, 0: { text: "非办公 off", index: 1 } },
          },
        ],
      },
    }),
    stat({
      id: 66,
      title: "来源静默 Feed silent",
      description:
        "自上一条案件事件记下以来过去的办公时间；夜间与假日不走。 Working time since the last event of a case was recorded; it stands still at night and over holidays.",
      width: 12,
      height: 5,
      nothing: "还没有案件 there is no case yet",
      targets: [now("silent", 'max(anshi_feed_silent_working_seconds{ledger="$ledger"})', "静默 silent")],
      all: { unit: "s", decimals: 0 },
    }),
    lines({
      id: 65,
      title: "自行到期 Clocks lapsed by time alone",
      description: "没有任何事件、只因时间到而超期的时限数。 Clocks that lapsed with no event, by kind.",
      width: 12,
      height: 8,
      nothing: "这段时间没有到期 none lapsed in this time",
      targets: [
        over(
          "lapsed",
          'sum by (clock) (increase(anshi_clocks_lapsed_total{ledger="$ledger"}[$__rate_interval]))',
          "{{clock}}",
        ),
      ],
    }),
  ],
};
