import { type Day, parseDay } from "../time/index.js";
import type { Rule, RuleSet } from "./rule.js";

const inspection = ["检测", "检验", "检疫", "鉴定", "权利人辨认"];
const article18 = "市场监督管理行政处罚程序规定 art. 18";

/**
 * The rules of domain.md §2. What was computed with a version of this set must stay reproducible: a change of
 * law is a new entry with its date, a correction of an entry is a new version of the set.
 */
export const ruleSet: RuleSet = {
  version: "cn-market-supervision-2026.1",
  rules: [
    rule(
      "complaint.accept",
      "order-20",
      "2020-01-01",
      "市场监督管理投诉举报处理暂行办法 (Order 20) art. 14",
      {
        length: { days: 7, of: "working-days" },
      },
    ),
    rule("complaint.accept", "order-121", "2026-04-15", "市场监督管理投诉举报处理办法 (Order 121) art. 15", {
      length: { days: 7, of: "working-days" },
    }),
    rule(
      "complaint.mediate",
      "order-20",
      "2020-01-01",
      "市场监督管理投诉举报处理暂行办法 (Order 20) art. 21(5)",
      {
        length: { days: 45, of: "working-days" },
        suspendedBy: ["检定", "检验", "检测", "鉴定"],
      },
    ),
    rule(
      "complaint.mediate",
      "order-121",
      "2026-04-15",
      "市场监督管理投诉举报处理办法 (Order 121) art. 23(1)(5)",
      {
        length: { days: 60, of: "calendar-days" },
        suspendedBy: ["鉴定", "检测"],
      },
    ),
    rule("lead.verify", "art-18", "2019-04-01", article18, {
      length: { days: 15, of: "working-days" },
      extension: 15,
      suspendedBy: inspection,
    }),
    rule("lead.handle", "letter", "2019-04-01", `the letter; else ${article18}`, {
      length: { days: 15, of: "working-days" },
      setByReceipt: true,
      extension: 15,
      suspendedBy: inspection,
    }),
    rule("dispatch.verify", "dispatch", "2019-04-01", `the dispatch; else ${article18} by analogy`, {
      length: { days: 15, of: "working-days" },
      setByReceipt: true,
      extension: 15,
      suspendedBy: inspection,
    }),
    rule("identity.claim", "indicator-11.2", "2022-04-26", "indicator 11.2 of the 2022 trial instrument", {
      setByReceipt: true,
    }),
    rule("odr.close", "local", "2019-04-01", "local practice", {
      length: { days: 10, of: "working-days" },
      setByReceipt: true,
    }),
  ],
};

/** Every rule set that figures were ever published under: a version that was in use stays here. */
const ruleSets: readonly RuleSet[] = [ruleSet];

/** The rule set of a version; `undefined` for one that this program never had. */
export function ruleSetNamed(version: string): RuleSet | undefined {
  return ruleSets.find((each) => each.version === version);
}

function rule(
  clock: Rule["clock"],
  version: string,
  from: string,
  basis: string,
  own: Partial<Pick<Rule, "length" | "setByReceipt" | "extension" | "suspendedBy">>,
): Rule {
  const day: Day = parseDay(from) ?? 0;
  return {
    clock,
    version,
    from: day,
    basis,
    length: null,
    setByReceipt: false,
    extension: null,
    suspendedBy: [],
    rollover: "non-workday",
    ...own,
  };
}
