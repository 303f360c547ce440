/** Text that is HTML already. */
export interface Html {
  readonly html: string;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text as HTML shows it. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => entities[character] ?? character);
}

/** A table: its heads, if any, and its rows; without heads the first cell of a row is one. */
export function table(heads: readonly string[], rows: readonly (readonly (string | Html)[])[]): string {
  const cell = (tag: "th" | "td", content: string | Html): string =>
    `<${tag}>${typeof content === "string" ? escaped(content) : content.html}</${tag}>`;
  const head = heads.length === 0 ? "" : `<tr>${heads.map((each) => cell("th", each)).join("")}</tr>\n`;
  const body = rows.map(
    (row) =>
      `<tr>${row.map((each, at) => cell(heads.length === 0 && at === 0 ? "th" : "td", each)).join("")}</tr>`,
  );
  return `<table>\n${head}${body.join("\n")}\n</table>`;
}
