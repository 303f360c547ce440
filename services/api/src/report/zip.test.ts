import { expect, it } from "vitest";
import writeExcel from "write-excel-file/node";
import { atNoTime } from "./zip.js";

it("sets every time back, and nothing else", async () => {
  const zip = await writeExcel([["一", 1]], { sheet: "s" }).toBuffer();
  const other = Buffer.from(zip);
  // Another time of writing: each entry tells it in the directory and before its content.
  let entries = 0;
  for (let at = 0; at < zip.length - 4; at += 1) {
    const mark = zip.readUInt32LE(at);
    if (mark !== 0x02014b50 && mark !== 0x04034b50) continue;
    other.writeUInt32LE(0x5a5a5a5a, at + (mark === 0x02014b50 ? 12 : 10));
    entries += 1;
  }
  expect(entries).toBeGreaterThan(10);
  expect(other.equals(zip)).toBe(false);
  expect(atNoTime(other).equals(atNoTime(zip))).toBe(true);
  const differing = [...zip.keys()].filter((at) => atNoTime(zip)[at] !== zip[at]);
  expect(differing.length).toBeLessThanOrEqual(4 * entries);
  expect(() => atNoTime(Buffer.from("no zip at all, but long enough to be one"))).toThrow("no zip");
});
