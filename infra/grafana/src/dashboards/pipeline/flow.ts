import type { Section } from "../../grid.js";
import { lines, stat } from "../../panel.js";
import { now, over } from "../../target.js";
import { faultNumbers, faultSteps } from "../../words.js";

const of = 'ledger="$ledger"';

/** Does the board hold what the ledger holds. */
export const flow: Section = {
  id: 1,
  title: "账本到看板 From ledger to board",
  panels: [
    stat({
      id: 2,
      title: "位置 Positions",
      description:
        "账本末尾与看板已计入的位置；对账位置是本进程已逐条核对到哪里。 The ledger's end, how far the board has come, and how far the events were counted one by one.",
      width: 12,
      height: 5,
      targets: [
        now("ledger", `max(anshi_ledger_position{${of}})`, "账本 ledger"),
        now("board", `max(anshi_projection_position{${of}})`, "看板 board"),
        now("reconciled", `max(anshi_reconciliation_position{${of}})`, "已对账 reconciled"),
      ],
    }),
    stat({
      id: 3,
      title: "对账缺口 Reconciliation gap",
      description:
        "看板说已计入、账本里却没有的事件数；不是 0 就是故障。 Events the board says it holds and the ledger does not; anything but 0 is a fault.",
      width: 6,
      height: 5,
      targets: [now("gap", `max(anshi_reconciliation_gap{${of}})`, "缺口 gap")],
      all: { steps: [["red"], ["green", 0], ["red", 1]] },
    }),
    stat({
      id: 4,
      title: "看板重建 Rebuilding",
      description:
        "重建期间旧看板照常服务，赶上之前不发告警。 While the board is built anew the old one serves, and nothing alerts until it has caught up.",
      width: 6,
      height: 5,
      targets: [now("rebuilding", `max(anshi_projection_rebuilding{${of}})`, "状态 state")],
      all: { words: faultNumbers("重建中 rebuilding", "正常 normal"), steps: [["green"], ["orange", 1]] },
    }),
    lines({
      id: 5,
      title: "滞后 Lag in events",
      description:
        "账本里看板尚未计入的事件数；负数表示看板比账本还靠前：恢复出了错。 Events not on the board yet; negative: the board is ahead of its ledger, a restore went wrong.",
      width: 12,
      height: 8,
      targets: [over("lag", `max(anshi_projection_lag_events{${of}})`, "未计入 events behind")],
    }),
    lines({
      id: 6,
      title: "滞后 Lag in time",
      description: "其中最早一条已等了多久。 How long the oldest of them has waited.",
      width: 12,
      height: 8,
      targets: [over("lag", `max(anshi_projection_lag_seconds{${of}})`, "滞后 behind")],
      all: { unit: "s" },
    }),
    lines({
      id: 7,
      title: "上板耗时 Projection steps",
      description:
        "一批事件上板所用时间的中位数与 95 分位。 Median and 95th percentile of carrying one batch onto the board.",
      width: 12,
      height: 8,
      targets: [quantile("p50", 0.5), quantile("p95", 0.95)],
      all: { unit: "s" },
    }),
    lines({
      id: 8,
      title: "上板吞吐 Projected events",
      description: "每秒计入看板的事件数。 Events carried onto the board a second.",
      width: 12,
      height: 8,
      targets: [
        over(
          "rate",
          `sum(rate(anshi_projection_batch_events_sum{${of}}[$__rate_interval]))`,
          "事件/秒 events/s",
        ),
      ],
      all: { unit: "ops" },
    }),
    stat({
      id: 9,
      title: "无法计算的案件 Parked cases",
      description:
        "无法评定、不计入任何数字的案件。 Cases that could not be assessed: they count in no figure.",
      width: 24,
      height: 4,
      targets: [now("parked", `max by (kind) (anshi_parked_cases{${of}})`, "{{kind}}")],
      all: { steps: faultSteps },
    }),
  ],
};

function quantile(refId: string, q: number) {
  const buckets = `sum by (le) (rate(anshi_projection_step_duration_seconds_bucket{${of}}[$__rate_interval]))`;
  return over(refId, `histogram_quantile(${q}, ${buckets})`, refId);
}
