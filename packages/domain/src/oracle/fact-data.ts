import { addDays } from "./days.js";

/** Small numbers drawn at random from which the data of a fact are picked. */
export interface Choices {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** What the data of a fact may depend on besides choice. */
export interface DataSetting {
  /** Local day of the fact. */
  readonly day: string;
  readonly unit: string;
}

type Data = Readonly<Record<string, unknown>>;

/** Most are in the rules of the kind, some are not. */
const reasons = ["检测", "检测", "鉴定", "检验", "检定", "检疫", "权利人辨认"];
const complaintReasons = ["检测", "鉴定", "检测", "鉴定", "检测", "鉴定", "检验", "检定", "检疫"];
const origins = ["report", "assigned", "supervised", "supervised", "transferred", "transferred"];
const rareOrigins = ["inspection", "monitoring", "report"];
const leadResults = ["filed", "not-filed", "transferred", "unfounded"];
const channels = ["platform", "phone", "web", "letter", "visit", "other"];
const dueAfter = [-3, 0, 1, 4, 7, 9, 11, 14, 18, 21, 30];
const untilAfter = [-2, 0, 1, 3, 7, 12, 25, 40];
/** Times of day of a `dueAt`, with ends that lie beyond the millisecond and offsets of every sort. */
const dueTimes = [
  "17:00:00+08:00",
  "00:00:00+08:00",
  "23:59:59.999+08:00",
  "12:00:00Z",
  "15:30:00.123999-05:00",
  "09:00:00.5+05:45",
];

function pick<T>(from: readonly [T, ...T[]] | readonly T[], choice: number): T {
  const picked = from[choice % from.length];
  if (picked === undefined) throw new Error("nothing to pick from");
  return picked;
}

/** The data of an act, such that the decoder of the event catalogue accepts them. */
export function dataOf(kind: string, act: string, setting: DataSetting, choices: Choices): Data {
  const { a, b, c } = choices;
  switch (act) {
    case "received":
    case "issued":
      return { unit: setting.unit, ...receiptData(kind, setting.day, choices) };
    case "transferred":
      return { toUnit: setting.unit };
    case "assigned":
      return { office: "office-2" };
    case "classified":
      return { online: a % 2 === 0 };
    case "extended":
      return a % 2 === 0 ? {} : { until: addDays(setting.day, pick(untilAfter, b)) };
    case "suspended":
      return { reason: pick(kind === "complaint" ? complaintReasons : reasons, a) };
    case "repeated":
      return { newFacts: a % 4 !== 0 };
    case "verified":
      return { result: kind === "lead" ? pick(leadResults, a) : pick(["confirmed", "refuted"], a) };
    case "rejected":
      return a % 2 === 0 ? {} : { ground: 1 + (b % 7) };
    case "terminated":
      return a % 2 === 0 ? {} : { ground: 1 + (b % 8) };
    case "agreed":
      return a % 2 === 0 ? {} : { recoveredAmount: b + c / 100 };
    case "rated":
      return { score: 1 + (a % 5) };
    default:
      return {};
  }
}

function receiptData(kind: string, day: string, { a, b, c }: Choices): Data {
  switch (kind) {
    case "complaint":
      return { ...onlineData(a), ...(b % 3 === 0 ? { channel: pick(channels, c) } : {}) };
    case "lead":
      return { origin: originOf(a), ...onlineData(b), ...dueData(day, c, true) };
    case "dispatch":
      return { ...dueData(day, c, true), ...(b % 4 === 0 ? { batch: "2026-07" } : {}) };
    default:
      return dueData(day, c, false);
  }
}

function originOf(choice: number): string {
  return choice % 10 === 9 ? pick(rareOrigins, Math.floor(choice / 10)) : pick(origins, choice);
}

function onlineData(choice: number): Data {
  return choice % 3 === 0 ? {} : { online: choice % 3 === 1 };
}

function dueData(day: string, choice: number, instants: boolean): Data {
  const due = addDays(day, pick(dueAfter, Math.floor(choice / 4)));
  switch (choice % 4) {
    case 0:
    case 1:
      return {};
    case 2:
      return { dueOn: due };
    default:
      return instants ? { dueAt: `${due}T${pick(dueTimes, Math.floor(choice / 7))}` } : { dueOn: due };
  }
}
