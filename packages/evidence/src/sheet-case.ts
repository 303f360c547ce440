import type { CaseAnswer, ClockAnswer } from "@anshi/board";
import { actTitle, derivationLines, termIn, typeTitle } from "@anshi/terms";
import type { LocalTime } from "./local-time.js";
import { escaped, table } from "./sheet-html.js";

/** The part of the sheet that tells a case: its facts in both times, and how each due comes about. */
export function caseSection({ case: own, facts, clocks }: CaseAnswer, local: LocalTime): string {
  const heads = ["发生 Occurred", "入账 Recorded", "位置 Position", "事实 Fact", "内容 Data", "备注 Note"];
  const rows = facts.map((fact) => [
    local(fact.time),
    fact.recordedAt === null ? "" : local(fact.recordedAt),
    fact.position,
    `${typeTitle(fact.type, "zh")} · ${typeTitle(fact.type, "en")}`,
    dataText(fact.data),
    fact.note === null ? "" : `${termIn(fact.note, "zh")} ${fact.note}`,
  ]);
  return `<h2>${escaped(`${termIn(own.kind, "zh")} ${own.subject}`)}</h2>
<p>承办单位 held by ${escaped(own.holder ?? "–")}</p>
${table(heads, rows)}
${clocks.map((clock) => clockSection(clock, local)).join("\n")}`;
}

function clockSection(clock: ClockAnswer, local: LocalTime): string {
  const act =
    clock.closedBy === null ? "" : `（${actTitle(clock.clock, clock.closedBy, "zh")} ${clock.closedBy}）`;
  const state = clock.state === null ? "–" : `${termIn(clock.state, "zh")} ${clock.state}`;
  return `<h3>${escaped(`${termIn(clock.clock, "zh")} ${clock.clock} · ${clock.unit} · ${state}`)}</h3>
${table(
  [],
  [
    ["起 Start", local(clock.start)],
    ["期限 Due", clock.due ?? "–"],
    ["逾期起点 Lapses", clock.lapse === null ? "–" : local(clock.lapse)],
    ["停止 Stopped", clock.closed === null ? "未停止 not stopped" : `${local(clock.closed)}${act}`],
    ["依据 Basis", `${clock.basis} [${clock.rule}]`],
  ],
)}
<pre>${derivationLines(clock.derivation.lines, "zh").map(escaped).join("\n")}</pre>`;
}

function dataText(data: Readonly<Record<string, unknown>>): string {
  return Object.entries(data)
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(" ");
}
