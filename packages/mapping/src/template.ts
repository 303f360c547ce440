/** A text with the names of columns in braces; `{{` and `}}` stand for the braces themselves. */
export type Template = readonly ({ readonly text: string } | { readonly column: string })[];

const token = /\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+/gu;

/** The parts of a template, or what is wrong with it. */
export function parseTemplate(source: string): Template | string {
  const parts: ({ text: string } | { column: string })[] = [];
  for (const [whole, column] of source.matchAll(token)) {
    if (column !== undefined) {
      const name = column.trim();
      if (name === "") return "{} names no column";
      parts.push({ column: name });
      continue;
    }
    if (whole === "{" || whole === "}")
      return `a ${whole} stands alone; write ${whole}${whole} for the brace itself`;
    const text = whole === "{{" ? "{" : whole === "}}" ? "}" : whole;
    const last = parts.at(-1);
    if (last !== undefined && "text" in last) last.text += text;
    else parts.push({ text });
  }
  return parts;
}
