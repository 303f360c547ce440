import type { Language } from "./language.js";

const names: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  zh: {
    start: "起算日，不计入",
    counted: "计入",
    holiday: "放假",
    weekend: "周末",
    suspended: "中止，不计入",
    rolled: "顺延",
    set: "指定期限",
    moved: "因中止顺延",
    extended: "延期",
    due: "期限届满日",
  },
  en: {},
};

/** What a day, or a step, of a derivation is called. */
export function dayName(what: string, language: Language): string {
  return names[language][what] ?? what;
}
