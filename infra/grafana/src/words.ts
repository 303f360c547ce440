import { measures } from "@anshi/domain";
import type { Colour, Step } from "./field.js";
import type { Mapping } from "./schema.js";

const values = (words: Readonly<Record<string, readonly [text: string, color?: Colour]>>): Mapping => ({
  type: "value",
  options: Object.fromEntries(
    Object.entries(words).map(([value, [text, color]], index) => [
      value,
      { text, index, ...(color === undefined ? {} : { color }) },
    ]),
  ),
});

/** 1 and 0 of `anshi_measure_met`. */
export const metNumbers = [values({ 1: ["达标 met", "green"], 0: ["未达标 not met", "red"] })];

/** The words of `met_text`. */
export const metWords = [
  values({
    达标: ["达标 met", "green"],
    未达标: ["未达标 not met", "red"],
    无数据: ["无数据 no data"],
    无标准: ["无标准 no line"],
  }),
];

/** Cells that end in a word of `met_text`. */
export const metEndings: readonly Mapping[] = [
  {
    type: "regex",
    options: { pattern: "^(.*) 未达标$", result: { text: "$1 未达标", color: "red", index: 0 } },
  },
  {
    type: "regex",
    options: { pattern: "^(.*) 达标$", result: { text: "$1 达标", color: "green", index: 1 } },
  },
];

/** The words of `same_text`. */
export const sameWords = [values({ 一致: ["一致 same", "green"], 不符: ["不符 differs", "red"] })];

export const urgencyWords = [
  values({
    红色: ["红色 red: ≤ 2", "red"],
    黄色: ["黄色 yellow: ≤ 5", "yellow"],
    正常: ["正常 normal"],
    已超期: ["已超期 overdue", "red"],
  }),
];

export const yes = (word: string): readonly Mapping[] => [
  {
    type: "value",
    options: {
      true: { text: word, index: 0 },
      false: { text: "–", index: 1 },
      1: { text: word, index: 2 },
      0: { text: "–", index: 3 },
    },
  },
];

/** 1 and 0 of what is a fault when it is so. */
export const faultNumbers = (fault: string, fine: string) => [
  values({ 1: [fault, "red"], 0: [fine, "green"] }),
];

/** Ids of measures, with their names. */
export const measureWords = [
  values(Object.fromEntries(measures.map(({ id, name }) => [id, [`${id} ${name}`] as const]))),
];

/** Below nought is bad, nought to four is little. */
export const budgetSteps: readonly Step[] = [["red"], ["orange", 0], ["text", 5]];

/** One is too many. */
export const faultSteps: readonly Step[] = [["text"], ["red", 1]];
