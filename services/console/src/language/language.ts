import type { Language } from "@anshi/terms";
import { useSyncExternalStore } from "react";

export type { Language };

/** The same texts in both languages; a text the other lacks does not compile. */
export interface Words<T> {
  readonly zh: T;
  readonly en: { readonly [name in keyof T]: T[name] extends string ? string : T[name] };
}

const KEY = "anshi-language";
const listeners = new Set<() => void>();

/** Chinese unless English was chosen in this browser. */
export function language(): Language {
  return localStorage.getItem(KEY) === "en" ? "en" : "zh";
}

/** Chooses a language for this browser. */
export function setLanguage(value: Language): void {
  localStorage.setItem(KEY, value);
  document.documentElement.lang = value === "zh" ? "zh-CN" : "en";
  for (const listener of listeners) listener();
}

/** The language, followed. */
export function useLanguage(): Language {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, language);
}

/** The texts of a part of the page in the language. */
export function useWords<T>(words: Words<T>): T {
  return words[useLanguage()] as T;
}

/** Texts in both languages; a text the other lacks does not compile. */
export const defineWords = <T>(zh: T, en: Words<T>["en"]): Words<T> => ({ zh, en });
