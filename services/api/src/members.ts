/**
 * Cuts the text of a JSON array into the texts of its members, each exactly as it was sent, so that a rejected one
 * keeps its bytes. `undefined` when the text is not an array; that each member is JSON is for the decoder to say.
 */
export function members(text: string): readonly string[] | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith("[") || !trimmed.endsWith("]")) return undefined;
  const inner = trimmed.slice(1, -1);
  if (inner.trim() === "") return [];

  const found: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < inner.length; i++) {
    switch (inner.charCodeAt(i)) {
      case QUOTE:
        i = endOfString(inner, i);
        if (i < 0) return undefined;
        break;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        depth += 1;
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        depth -= 1;
        if (depth < 0) return undefined;
        break;
      case COMMA:
        if (depth > 0) break;
        found.push(inner.slice(start, i).trim());
        start = i + 1;
        break;
    }
  }
  if (depth !== 0) return undefined;
  found.push(inner.slice(start).trim());
  return found;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Index of the quote that ends the string beginning at `start`; -1 when none does. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end >= 0) {
    let escapes = 0;
    while (text[end - 1 - escapes] === "\\") escapes += 1;
    if (escapes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return -1;
}
