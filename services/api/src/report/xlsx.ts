import { formatDay, formatInstant, type Instant } from "@anshi/domain";
import { cohortName, inventedNote, termIn } from "@anshi/terms";
import writeExcel, { type Cell, type Sheet } from "write-excel-file/node";
import type { Annex, Report } from "./model.js";
import {
  daysWords,
  editionWords,
  instantText,
  lineWords,
  nationalWords,
  periodText,
  rateWords,
  verdictWords,
} from "./words.js";
import { atNoTime } from "./zip.js";

/** The report as an Excel workbook; all but the stamp on its last sheet follows from the publication. */
export async function reportXlsx(report: Report, madeAt: Instant): Promise<Buffer> {
  const sheets: Sheet<never>[] = [
    sheet("总体情况", overview(report)),
    sheet("各单位情况", unitRows(report)),
    sheet("临期事项", annexRows(report.nearDue)),
    sheet("逾期未办事项", annexRows(report.overdue)),
    sheet("数据说明", basisRows(report, madeAt)),
  ];
  const options = { fontFamily: "SimSun", fontSize: 11 };
  return atNoTime(await writeExcel(sheets, options).toBuffer());
}

interface Rows {
  readonly title: string;
  readonly columns: readonly (readonly [name: string, width: number])[];
  readonly rows: readonly (readonly Value[])[];
  /** Rows of what missed its line. */
  readonly failed?: readonly boolean[];
}
type Value = string | number | null;

function sheet(name: string, { title, columns, rows, failed = [] }: Rows): Sheet<never> {
  const head: Cell[] = columns.map(([value]) => ({
    ...{ value, fontWeight: "bold", backgroundColor: "#F2DCDB", align: "center", borderStyle: "thin" },
  }));
  const body = rows.map((row, nth) =>
    row.map(
      (value): Cell =>
        value === null
          ? null
          : {
              ...(typeof value === "number" ? { value, type: Number } : { value, type: String }),
              ...{ borderStyle: "thin", align: typeof value === "number" ? "right" : "left" },
              ...(failed[nth] === true ? { textColor: "#C00000" } : {}),
            },
    ),
  );
  return {
    sheet: name,
    data: [
      [
        { value: title, fontWeight: "bold", fontSize: 14, columnSpan: columns.length },
        ...columns.slice(1).map(() => null),
      ],
      head,
      ...body,
    ],
    columns: columns.map(([, width]) => ({ width })),
    stickyRowsCount: 2,
    orientation: "landscape",
  };
}

function titleOf({ publication }: Report, what: string): string {
  return `${periodText(publication.period)}网络交易监管法定时限指标${what}${editionWords(publication.edition)}`;
}

const figureColumns = [
  ...([
    ["分子", 10],
    ["分母", 10],
    ["比率", 12],
    ["要求", 14],
    ["全国平均", 12],
    ["判定", 16],
  ] as const),
  ...([
    ["剩余容错", 10],
    ["按时", 10],
    ["逾期办结", 10],
    ["逾期未办", 10],
    ["在办", 10],
    ["未分类", 10],
  ] as const),
];

function overview(report: Report): Rows {
  const told = report.measures.flatMap(({ measure, national, whole }) =>
    whole === null ? [] : [{ measure, national, figure: whole }],
  );
  return {
    title: `${titleOf(report, "总体情况")}${report.invented ? `（${inventedNote("zh")}）` : ""}`,
    columns: [["指标", 8], ["名称", 26], ...figureColumns],
    rows: told.map((each) => [each.measure.id, each.measure.name, ...figureCells(each)]),
    failed: told.map(({ figure }) => figure.met === false),
  };
}

function unitRows(report: Report): Rows {
  const told = report.measures.flatMap(({ measure, national, units }) =>
    units
      .filter(({ figure }) => figure.counted + figure.pending > 0)
      .map(({ figure, place }) => ({ measure, national, figure, place })),
  );
  return {
    title: titleOf(report, "各单位情况"),
    columns: [["指标", 8], ["名称", 26], ["名次", 8], ["单位", 24], ["单位编码", 14], ...figureColumns],
    rows: told.map(({ place, ...each }) => [
      ...[each.measure.id, each.measure.name, place ?? "不排名", each.figure.unitName ?? ""],
      ...[each.figure.unit, ...figureCells(each)],
    ]),
    failed: told.map(({ figure }) => figure.met === false),
  };
}

function figureCells({
  measure,
  national,
  figure,
}: {
  readonly measure: Parameters<typeof lineWords>[0];
  readonly national: Parameters<typeof lineWords>[1];
  readonly figure: Parameters<typeof rateWords>[0];
}): readonly Value[] {
  return [
    ...[figure.numerator, figure.counted, rateWords(figure), lineWords(measure, national)],
    ...[nationalWords(measure, national), verdictWords(figure), figure.lateBudget, figure.kept],
    ...[figure.late, figure.overdue, figure.pending, figure.unclassified],
  ];
}

function annexRows({ cases, more }: Annex): Rows {
  return {
    title: more ? `仅列前 ${cases.length} 项，其余见案件清单` : `共 ${cases.length} 项`,
    columns: [
      ...([
        ["序号", 8],
        ["单位", 24],
        ["类别", 14],
        ["编号", 26],
        ["时限", 16],
        ["到期日", 14],
      ] as const),
      ...([
        ["状态", 14],
        ["备注", 14],
      ] as const),
    ],
    rows: cases.map((each, nth) => [
      ...[nth + 1, each.unitName, termIn(each.kind, "zh"), each.subject, termIn(each.clock, "zh")],
      ...[each.due ?? "—", daysWords(each.days), each.provisional ? "期限暂定" : ""],
    ]),
  };
}

function basisRows({ publication, zone, invented }: Report, madeAt: Instant): Rows {
  const { period } = publication;
  return {
    title: "数据说明",
    columns: [
      ["项目", 16],
      ["内容", 90],
    ],
    rows: [
      ["发布编号", publication.id],
      ...(invented ? [["数据性质", inventedNote("zh")]] : []),
      ["账本", publication.ledger],
      ["期间", `${formatDay(period.from)} 至 ${formatDay(period.to)}`],
      ["数据截至", `${instantText(publication.asOf, zone)}（${zone.name}）`],
      ["数据依据", `账本前 ${publication.knownAt} 条事实`],
      ["发布时间", instantText(publication.publishedAt, zone)],
      ["统计口径", `${cohortName(publication.cohort, "zh")}；11.2 按收件口径`],
      ["规则版本", publication.ruleSet],
      ["日历版本", publication.calendar.join("，")],
      ["小样本", `分母少于 ${publication.smallSample} 件，不参加排名`],
      ["复核", `anshi publications ${publication.id} --recompute`],
      ["生成时间", formatInstant(madeAt)],
    ],
  };
}
