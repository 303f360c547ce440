import type { Fact } from "@anshi/domain";

const MOST_KEPT = 20_000;

/** Data come again and again: what one text was read as is kept. */
const read = new Map<string, Fact["data"]>();

/** The data of this text; `undefined` when it is not the whole of an object. */
export function dataOf(text: string): Fact["data"] | undefined {
  const known = read.get(text);
  if (known !== undefined) return known;
  try {
    const data = JSON.parse(text) as Fact["data"];
    if (read.size >= MOST_KEPT) read.clear();
    read.set(text, data);
    return data;
  } catch {
    return undefined;
  }
}
