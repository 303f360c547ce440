import type { Language } from "./language.js";

const notes: Readonly<Record<Language, string>> = {
  zh: "演示数据，案件均为虚构",
  en: "Demonstration: all cases are invented",
};

/** What a paper of invented cases says of itself: nobody may take it for a bureau's. */
export function inventedNote(language: Language): string {
  return notes[language];
}
