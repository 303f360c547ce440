/** A fenced block of a page. */
export interface Fence {
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of a Markdown page, in their order. */
export function fences(markdown: string): readonly Fence[] {
  return [...markdown.matchAll(/^```([a-z]+)\n([\s\S]*?)^```$/gmu)].map(([, language = "", text = ""]) => ({
    language,
    text,
  }));
}
