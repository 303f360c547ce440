import type { BoardRow } from "@anshi/board";
import { measures } from "@anshi/domain";
import { cohortName, termIn } from "@anshi/terms";
import type { DerivedFigure } from "./derive-figure.js";
import type { LocalTime } from "./local-time.js";
import { escaped, table } from "./sheet-html.js";

/** The part of the sheet that tells a figure: as published, and as it comes out again. */
export function figureSection(derived: DerivedFigure, local: LocalTime): string {
  const { figure, publication, formula, published, recomputed, equal, cases } = derived;
  const title = measures.find(({ id }) => id === published.measure)?.name ?? "";
  const fields: readonly (readonly [string, (row: BoardRow) => string])[] = [
    ["比率 Rate", (row) => row.rateText ?? "无数据 no data"],
    ["分子 Numerator", (row) => String(row.numerator)],
    ["分母 Counted", (row) => String(row.counted)],
    ["按时 Kept", (row) => String(row.kept)],
    ["逾期办结 Late", (row) => String(row.late)],
    ["逾期未办 Overdue", (row) => String(row.overdue)],
    ["在办 Pending", (row) => String(row.pending)],
    ["不计 Void", (row) => String(row.void)],
    ["未分类 Unclassified", (row) => String(row.unclassified)],
    [`${termIn("parked", "zh")} Parked`, (row) => String(row.parked)],
  ];
  return `<h2>${escaped(`${published.measure} ${title}`)} · ${escaped(published.unitName ?? published.unit)}</h2>
${table(
  [],
  [
    ["指标数据 Figure", figure],
    [
      "发布 Publication",
      `${publication.id}，${local(publication.publishedAt)}，位置 position ${publication.position}`,
    ],
    ["期间 Period", `${publication.from} … ${publication.to}`],
    ["口径 Cohort", `${cohortName(publication.cohort, "zh")} ${publication.cohort}`],
    ["公式 Formula", formula],
    ["案件 Cases", String(cases)],
  ],
)}
${table(
  ["", "发布 Published", "复算 Counted again"],
  fields.map(([name, of]) => [name, of(published), recomputed === null ? "–" : of(recomputed)]),
)}
<p><strong>${equal ? "复算结果与发布完全一致。" : "复算结果与发布不一致！"}</strong> <span class="en">${equal ? "It comes out as published." : "It does NOT come out as published."}</span></p>`;
}
