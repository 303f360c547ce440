import { presentColumns } from "../columns.js";
import { dashboard } from "../dashboard.js";
import type { Field } from "../field.js";
import { type Figures, figure } from "../figures.js";
import { casePage } from "../links.js";
import { type Placeable, table } from "../panel.js";
import { rows, sql } from "../target.js";
import { clocks, clockVariable, common, ledger, unit, unitVariable } from "../variables.js";
import { urgencyWords, yes } from "../words.js";

const figures: Figures = { by: "measure", of: 'ledger="$ledger",unit="$unit",window="all"' };
const near = (within: number) =>
  figure("near_due", { by: "measure", of: `ledger="$ledger",unit="$unit",within="${within}"` });

const columns: Readonly<Record<string, Field>> = {
  urgency_text: { title: "紧急 urgency", words: urgencyWords, width: 130 },
  subject: { title: "案件 case", link: { title: "打开案件 open the case", url: casePage } },
  kind: { title: "类别 kind", width: 110 },
  clock_name: { title: "时限 clock" },
  unit_name: { title: "单位 unit" },
  due: { title: "期限 due", width: 120 },
  days_left: { title: "剩余工作日 working days left" },
  days_over: { title: "超期工作日 working days over", steps: [["text"], ["orange", 1], ["red", 10]] },
  started: { title: "起算 started", width: 170 },
  closed: { title: "办结 closed", width: 170 },
  missing: { title: "缺什么 missing" },
  provisional: { title: "暂定 provisional", words: yes("暂定 provisional") },
  late_extension: { title: "逾期延期 extended late", words: yes("逾期延期 late") },
  since: { title: "自位置 since position" },
  reason: { title: "原因 reason" },
};

const zone = `(select time_zone from board.standing where ledger = ${ledger})`;
const local = (instant: string) => `to_char(${instant} at time zone ${zone}, 'YYYY-MM-DD HH24:MI')`;
const chosen = `units => array[${unit}], clocks => array[${clocks}], row_limit => 500`;

function list(id: number, title: string, description: string, nothing: string, statement: string): Placeable {
  return table({
    id,
    title,
    description,
    nothing,
    width: 24,
    height: 10,
    targets: [sql("cases", statement)],
    fields: columns,
  });
}

/** 临期与超期: what is to be done today, case by case. */
export const workList = dashboard({
  uid: "anshi-work-list",
  title: "临期与超期 Work list",
  description:
    "哪些案件就要到期、已经超期、还缺分类，点案件号即到控制台。 What is near due, overdue or cannot be counted yet, case by case, each linked to the console.",
  variables: [...common, unitVariable, clockVariable],
  from: "now-1y",
  refresh: "1m",
  sections: [
    {
      id: 1,
      title: "概数 Counts",
      panels: [
        table({
          id: 2,
          title: "在办数 Open work by measure",
          description:
            "每项指标办理中、临期（红 2 日、黄 5 日内）、超期未结、逾期办结与未分类的数目。 By measure: pending, near due (red within 2, yellow within 5 working days), overdue, late and unclassified.",
          width: 24,
          height: 11,
          targets: [
            rows("pending", figure("pending", figures)),
            rows("near_red", near(2)),
            rows("near_yellow", near(5)),
            rows(
              "long_overdue",
              figure("long_overdue", { by: "measure", of: 'ledger="$ledger",unit="$unit"' }),
            ),
            ...["overdue", "late", "void", "unclassified"].map((name) => rows(name, figure(name, figures))),
          ],
          columns: [
            "measure",
            "Value #near_red",
            "Value #near_yellow",
            "Value #overdue",
            "Value #long_overdue",
            "Value #pending",
            "Value #late",
            "Value #void",
            "Value #unclassified",
          ],
          fields: presentColumns,
        }),
      ],
    },
    {
      id: 10,
      title: "要办的 To do",
      panels: [
        list(
          11,
          "临期 Near due",
          "五个工作日内到期：两日内为红，五日内为黄，先到期的在前。 Due within five working days: red within two, yellow within five; the first to lapse first.",
          "没有临期案件 nothing is near due",
          `select urgency_text, subject, kind, clock_name, unit_name, due::text as due, days_left, ${local("started_at")} as started, provisional
  from board.near_due(${ledger}, within => 5, ${chosen})`,
        ),
        list(
          12,
          "超期未结 Overdue and open",
          "已过期限、尚未办结，超期最久的在前。 Past due and still open, the longest first.",
          "没有超期案件 nothing is overdue",
          `select urgency_text, subject, kind, clock_name, unit_name, due::text as due, -days_left as days_over, ${local("started_at")} as started, late_extension
  from board.overdue(${ledger}, ${chosen})`,
        ),
        list(
          13,
          "未分类 Unclassified",
          "是否涉网或来源未知，暂不计入任何指标。 Not known whether online, or where it came from: counts in no measure yet.",
          "全部已分类 everything is classified",
          `select subject, kind, clock_name, unit_name, due::text as due,
       concat_ws('、', case when online is null then '涉网 online' end, case when kind = 'lead' and origin is null then '来源 origin' end) as missing,
       ${local("started_at")} as started
  from board.unclassified(${ledger}, ${chosen})`,
        ),
        list(
          14,
          "无法计算 Parked",
          "无法评定的案件：不计入任何数字，须人工处理（全账本，不分单位）。 Cases that could not be assessed and count in no figure; of the whole ledger.",
          "没有无法计算的案件 nothing is parked",
          `select subject, kind, since, reason
  from board.parked(${ledger}, row_limit => 500)`,
        ),
      ],
    },
    {
      id: 20,
      title: "已误的 Missed",
      panels: [
        list(
          21,
          "逾期办结 Late",
          "近 30 天内期限之后才办结的。 Stopped after the due day, within the last 30 days.",
          "没有逾期办结 nothing was late",
          `select subject, kind, clock_name, unit_name, due::text as due, ${local("closed_at")} as closed, ${local("started_at")} as started, late_extension
  from board.late(${ledger}, ${chosen})`,
        ),
        list(
          22,
          "超期后移出 Ended after the lapse",
          "近 30 天内超期之后才移送、退回或撤回的：仍算误期。 Within the last 30 days transferred, returned or withdrawn after the lapse: the miss stands.",
          "没有此类案件 there is none",
          `select subject, kind, clock_name, unit_name, due::text as due, ${local("closed_at")} as closed, ${local("started_at")} as started
  from board.ended(${ledger}, ${chosen})`,
        ),
      ],
    },
  ],
});
