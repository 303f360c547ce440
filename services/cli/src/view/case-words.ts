import type { Language } from "@anshi/terms";

const words = {
  zh: {
    online: (online: boolean | null) => (online === null ? "未分类" : online ? "涉网" : "非涉网"),
    holder: "承办单位",
    nobody: "无",
    asOf: "截至",
    position: "位置",
    positionColumn: "位置",
    facts: "经过",
    occurred: "发生时间",
    recorded: "入账时间",
    type: "事实",
    data: "内容",
    note: "备注",
    start: "起",
    due: "期限",
    lapse: "逾期起点",
    closed: "停止",
    none: "无",
    open: "未停止",
    disordered: "事实先于起点到达，按起点时刻计",
    lateExtension: "逾期延期，不计",
    provisional: "暂定：涉及尚未公布的放假安排",
    basis: "依据",
    ratings: "评价",
  },
  en: {
    online: (online: boolean | null) => (online === null ? "unclassified" : online ? "online" : "not online"),
    holder: "held by",
    nobody: "nobody",
    asOf: "as of",
    position: "position",
    positionColumn: "Position",
    facts: "Facts",
    occurred: "Occurred",
    recorded: "Recorded",
    type: "Fact",
    data: "Data",
    note: "Note",
    start: "start",
    due: "due",
    lapse: "overdue from",
    closed: "stopped",
    none: "none",
    open: "not stopped",
    disordered: "disordered: a fact that came before its start counts at the start",
    lateExtension: "extended after the lapse, which changes nothing",
    provisional: "provisional: touches a year whose holidays are not published yet",
    basis: "basis",
    ratings: "Ratings",
  },
} as const;

export type CaseWords = (typeof words)[Language];

export function caseWords(language: Language): CaseWords {
  return words[language];
}
