import type { Language } from "./language.js";

const cohorts: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  zh: { settled: "到期口径", received: "收件口径", closed: "办结口径" },
  en: { settled: "settled", received: "received", closed: "closed" },
};

/** A cohort's name, as it is when it is a new one. */
export function cohortName(cohort: string, language: Language): string {
  return cohorts[language][cohort] ?? cohort;
}
