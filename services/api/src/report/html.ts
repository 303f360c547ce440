import { formatDay, formatInstant, type Instant } from "@anshi/domain";
import { cohortName, inventedNote, termIn } from "@anshi/terms";
import { type Annex, NEAR_WORKING_DAYS, type Report, type ReportMeasure } from "./model.js";
import { style } from "./style.js";
import {
  dateText,
  daysWords,
  editionWords,
  instantText,
  lineWords,
  nationalWords,
  periodText,
  rateWords,
  verdictWords,
} from "./words.js";

/** Rows of an annex that a page is patient with; the workbook holds more. */
const MOST_ROWS = 200;

/** The report as one page of HTML, to be read and printed; all but the stamp at its foot follows from the publication. */
export function reportHtml(report: Report, madeAt: Instant): string {
  const { publication, issuer, zone } = report;
  const title = `关于${periodText(publication.period)}网络交易监管法定时限指标完成情况的通报`;
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<p class="issuer">${text(issuer)}</p>
<p class="kind">网络交易监管时限通报</p>
<p class="number">${text(publication.id)}</p>
</header>
${report.invented ? `<p class="invented">${inventedNote("zh")}</p>\n` : ""}<main>
<h1>${text(title)}${editionWords(publication.edition)}</h1>
${opening(report)}
<h2>一、总体情况</h2>
${overview(report)}
<h2>二、各单位情况</h2>
<p class="note">按比率由高到低排名，比率按分数精确比较，相同者并列；分母少于 ${publication.smallSample} 件的样本过少，不参加排名。</p>
${report.measures.map(unitTable).join("\n")}
<section class="sign">
<p>${text(issuer)}</p>
<p>${dateText(formatDay(zone.dayOf(publication.publishedAt)))}</p>
</section>
</main>
<section class="annex">
<h2>附件1　临期事项</h2>
<p class="note">至期末尚未办结、${NEAR_WORKING_DAYS} 个工作日内到期的事项。</p>
${annexTable(report.nearDue)}
</section>
<section class="annex">
<h2>附件2　逾期未办事项</h2>
<p class="note">至期末已逾期、仍未办结的事项。</p>
${annexTable(report.overdue)}
</section>
<section class="annex">
<h2>附件3　数据说明</h2>
${basis(report)}
</section>
<footer>生成时间 <time>${formatInstant(madeAt)}</time></footer>
</body>
</html>
`;
}

function opening({ publication, measures, zone }: Report): string {
  const { period } = publication;
  const wholes = measures.flatMap(({ whole }) => (whole === null ? [] : [whole]));
  const judged = wholes.filter(({ met }) => met !== null);
  const failed = measures.filter(({ whole }) => whole?.met === false).map(({ measure }) => measure.name);
  const span = `${dateText(formatDay(period.from))}至${dateText(formatDay(period.to))}`;
  const verdict =
    judged.length === 0
      ? "本期各项指标均无数据。"
      : `${judged.length}项有数据可比的指标中，${judged.length - failed.length}项达标${
          failed.length === 0 ? "。" : `，${failed.length}项未达标：${failed.join("、")}。`
        }`;
  return `<p>现将${span}网络交易监管法定时限指标完成情况通报如下。数据截至${instantText(publication.asOf, zone)}，以${instantText(publication.publishedAt, zone)}发布时账本所载为准。${text(verdict)}</p>`;
}

function overview({ measures }: Report): string {
  return table(
    ["指标", "名称", "分子/分母", "比率", "要求", "全国平均", "判定", "剩余容错", "在办", "逾期未办"],
    measures.flatMap(({ measure, national, whole }) =>
      whole === null
        ? []
        : [
            [
              ...[measure.id, measure.name, `${whole.numerator}/${whole.counted}`, rateWords(whole)],
              ...[lineWords(measure, national), nationalWords(measure, national), verdictWords(whole)],
              ...[whole.lateBudget === null ? "—" : String(whole.lateBudget)],
              ...[String(whole.pending), String(whole.overdue)],
            ],
          ],
    ),
    { failed: measures.flatMap(({ whole }) => (whole === null ? [] : [whole.met === false])), left: [1] },
  );
}

function unitTable({ measure, national, units }: ReportMeasure): string {
  const told = units.filter(({ figure }) => figure.counted + figure.pending > 0);
  const caption = `${measure.id}　${measure.name}（要求${lineWords(measure, national)}，全国平均${nationalWords(measure, national)}）`;
  if (told.length === 0) return `<h3>${text(caption)}</h3>\n<p class="note">本期无数据。</p>`;
  return `<h3>${text(caption)}</h3>\n${table(
    ["名次", "单位", "分子/分母", "比率", "判定", "逾期办结", "逾期未办", "在办"],
    told.map(({ figure, place }) => [
      ...[place === null ? "—" : String(place), figure.unitName ?? figure.unit],
      ...[`${figure.numerator}/${figure.counted}`, rateWords(figure), verdictWords(figure)],
      ...[String(figure.late), String(figure.overdue), String(figure.pending)],
    ]),
    { failed: told.map(({ figure }) => figure.met === false), left: [1] },
  )}`;
}

function annexTable({ cases, more }: Annex): string {
  if (cases.length === 0) return `<p class="note">无。</p>`;
  const shown = cases.slice(0, MOST_ROWS);
  const rest = cases.length - shown.length;
  const note =
    rest > 0 || more
      ? `<p class="note">仅列前 ${shown.length} 项，其余见工作簿${more ? "和案件清单" : ""}。</p>`
      : "";
  return `${table(
    ["序号", "单位", "类别", "编号", "时限", "到期日", "状态"],
    shown.map((each, nth) => [
      ...[String(nth + 1), each.unitName, termIn(each.kind, "zh"), each.subject],
      ...[termIn(each.clock, "zh"), each.due ?? "—", daysWords(each.days)],
    ]),
    { left: [1, 3] },
  )}${note}`;
}

function basis({ publication, zone }: Report): string {
  const { id, ledger, knownAt, position, cohort, ruleSet, calendar } = publication;
  const rows: readonly (readonly [string, string])[] = [
    ["发布编号", `${id}（账本 ${ledger}，位置 ${position}）`],
    ["数据截至", `${instantText(publication.asOf, zone)}（${zone.name}）`],
    ["数据依据", `账本前 ${knownAt} 条事实`],
    ["统计口径", `${cohortName(cohort, "zh")}；11.2 按收件口径`],
    ["规则版本", ruleSet],
    ["日历版本", calendar.join("，")],
    ["小样本", `分母少于 ${publication.smallSample} 件`],
    ["复核", `anshi publications ${id} --recompute`],
  ];
  return `<table class="basis"><tbody>${rows
    .map(([name, value]) => `<tr><th>${name}</th><td>${text(value)}</td></tr>`)
    .join("")}</tbody></table>`;
}

function table(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  { failed = [], left = [] }: { readonly failed?: readonly boolean[]; readonly left?: readonly number[] },
): string {
  const cell = (value: string, nth: number): string =>
    `<td${left.includes(nth) ? ' class="left"' : ""}>${text(value)}</td>`;
  return `<table><thead><tr>${heads.map((head) => `<th>${head}</th>`).join("")}</tr></thead><tbody>${rows
    .map((row, nth) => `<tr${failed[nth] === true ? ' class="failed"' : ""}>${row.map(cell).join("")}</tr>`)
    .join("\n")}</tbody></table>`;
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for HTML: names and subjects come from outside. */
function text(value: string): string {
  return value.replace(/[&<>"']/gu, (each) => escapes[each] ?? each);
}
