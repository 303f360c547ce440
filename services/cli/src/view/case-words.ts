import { catalogue } from "@anshi/domain";
import type { Language } from "./words.js";

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

const chinese: Readonly<Record<string, string>> = {
  complaint: "投诉",
  lead: "违法线索",
  dispatch: "监测信息",
  identity: "主体身份信息",
  odr: "ODR",
  "complaint.accept": "投诉初查",
  "complaint.mediate": "投诉调解",
  "lead.verify": "线索核查",
  "lead.handle": "交办督办处置",
  "dispatch.verify": "监测信息核查",
  "identity.claim": "身份信息认领处置",
  "odr.close": "ODR 办结",
  pending: "在办",
  kept: "按时",
  late: "逾期办结",
  overdue: "逾期未办",
  void: "不计",
  "near-due": "临期",
  ended: "逾期后终结",
  unclassified: "未分类",
  suspended: "中止中",
  unregistered: "未登记单位",
  parked: "无法计算",
  retracted: "已撤销",
  anomaly: "异常，不计",
  future: "尚未发生",
};

export type CaseWords = (typeof words)[Language];

export function caseWords(language: Language): CaseWords {
  return words[language];
}

/** A kind, clock, state or note in the language; what has no translation as it is. */
export function termIn(term: string, language: Language): string {
  return language === "zh" ? (chinese[term] ?? term) : term;
}

/** What an event type is called; the catalogue's titles are `中文 · English`. */
export function typeTitle(type: string, language: Language): string {
  return titleIn(type, language) ?? type;
}

/** What the act that closed a clock is called: `accepted` of `complaint.accept` is `complaint.accepted`. */
export function actTitle(clock: string, act: string, language: Language): string {
  const [kind = ""] = clock.split(".");
  return titleIn(`io.anshi.${kind}.${act}.v1`, language) ?? act;
}

function titleIn(type: string, language: Language): string | undefined {
  const known: Readonly<Record<string, { readonly title: string }>> = catalogue;
  const [zh, en] = known[type]?.title.split(" · ") ?? [];
  return language === "zh" ? zh : en;
}
