import { expect, it } from "vitest";
import { lines } from "./lines.js";

async function linesOf(text: string, chunk: number, limit = 100): Promise<readonly (string | null)[]> {
  const bytes = Buffer.from(text);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  }
  const found: (string | null)[] = [];
  for await (const line of lines(chunks(), limit)) {
    expect(line.number).toBe(found.length + 1);
    found.push(line.bytes === null ? null : line.bytes.toString("utf8"));
  }
  return found;
}

it("splits wherever the chunks end, inside a character too", async () => {
  for (let chunk = 1; chunk < 12; chunk++) {
    expect(await linesOf("a\n投诉\n\nlast", chunk)).toEqual(["a", "投诉", "", "last"]);
    expect(await linesOf("a\nb\n", chunk)).toEqual(["a", "b"]);
  }
  expect(await linesOf("", 1)).toEqual([]);
});

it("reads past a line longer than the limit and goes on after it", async () => {
  for (const chunk of [1, 3, 50]) {
    expect(await linesOf(`ok\n${"x".repeat(11)}\n${"y".repeat(10)}\nok`, chunk, 10)).toEqual([
      "ok",
      null,
      "y".repeat(10),
      "ok",
    ]);
  }
});
