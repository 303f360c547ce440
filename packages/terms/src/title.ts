import { catalogue } from "@anshi/domain";
import type { Language } from "./language.js";

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
