import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Entry } from "@anshi/mapping";
import { readMapping } from "@anshi/mapping";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Failure, WrongUse } from "../failure.js";
import { workbook } from "../testing/workbook.js";
import { formatOf, openSource } from "./open.js";

const mappingText = `
timeZone: Asia/Shanghai
events:
  - type: io.anshi.complaint.accepted.v1
    source: urn:x
    id: "{编号}/a"
    subject: "{编号}"
    time: 日期
`;
const mapping = readMapping(mappingText);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "anshi-reading-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(name: string, content: Buffer | string, by = mapping): Promise<readonly Entry[]> {
  const path = join(folder, name);
  await writeFile(path, content);
  const source = await openSource(path, by);
  const entries: Entry[] = [];
  for await (const entry of source.entries) entries.push(entry);
  const { done, total } = source.soFar();
  expect(done).toBe(total);
  return entries;
}
const brief = (entries: readonly Entry[]) =>
  entries.map(({ row, events, unsendable }) => [
    row,
    ...events.map(({ json }) => (JSON.parse(json) as { subject: string; time: string }).time),
    ...unsendable.map(({ message }) => message),
  ]);

it("tells the format by the name", () => {
  expect(["a.ndjson", "a.JSONL.gz", "b.csv", "c.XLSX"].map(formatOf)).toEqual([
    "ndjson",
    "ndjson",
    "csv",
    "excel",
  ]);
  expect(() => formatOf("a.xls")).toThrow(WrongUse);
});

describe("NDJSON", () => {
  it("sends each line as written and rejects the bad ones alone", async () => {
    const good = '{"id": "1", "n": 1.0}';
    const text = Buffer.concat([
      Buffer.from(`\uFEFF${good}\r\n\nnot json\n"投"\n`),
      Buffer.from([0x22, 0xff, 0x22, 0x0a]),
      Buffer.from(`"${"x".repeat(1_048_576)}"\n{"id":2}`),
    ]);
    const entries = await read("mixed.ndjson", text);
    expect(entries.map(({ row, events }) => [row, ...events.map(({ id, json }) => [id, json])])).toEqual([
      [1, ["1", good]],
      [3],
      [4, [null, '"投"']],
      [5],
      [6],
      [7, [null, '{"id":2}']],
    ]);
    expect(entries.flatMap(({ unsendable }) => unsendable.map(({ code }) => code))).toEqual([
      "not-json",
      "not-json",
      "too-large",
    ]);
  });

  it("unpacks .gz and says when it breaks off", async () => {
    const packed = gzipSync('{"id":"1"}\n{"id":"2"}\n');
    expect(await read("two.ndjson.gz", packed)).toHaveLength(2);
    await expect(read("cut.ndjson.gz", packed.subarray(0, packed.length - 12))).rejects.toThrow(Failure);
  });
});

describe("CSV", () => {
  it("reads quotes, blanks in the header, CRLF and empty lines", async () => {
    const text =
      '\uFEFF编号 ,日期,说明\r\n"a",2026/3/5 9:00,"x, ""y""\nz"\r\n\r\nb,2026-03-06 10:00,5" pipe\r\n';
    expect(brief(await read("ok.csv", text))).toEqual([
      [1, "2026-03-05T09:00:00+08:00"],
      [2, "2026-03-06T10:00:00+08:00"],
    ]);
  });

  it("rejects rows of the wrong width and goes on", async () => {
    expect(brief(await read("width.csv", "编号,日期\na,2026-03-05 9:00,?\nb\nc,2026-03-05 9:00"))).toEqual([
      [1, "expected 2 cells as in the header, found 3"],
      [2, "expected 2 cells as in the header, found 1"],
      [3, "2026-03-05T09:00:00+08:00"],
    ]);
  });

  it("reads GB 18030 when told so, and stops rather than guess", async () => {
    // 编号,日期 in GB 18030
    const header = Buffer.from([0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xc8, 0xd5, 0xc6, 0xda, 0x0a]);
    const bytes = Buffer.concat([header, Buffer.from("a,2026-03-05 9:00\n")]);
    const chinese = readMapping(`encoding: gb18030\n${mappingText}`);
    expect(brief(await read("gb.csv", bytes, chinese))).toEqual([[1, "2026-03-05T09:00:00+08:00"]]);
    await expect(read("gb.csv", bytes)).rejects.toThrow("gb.csv is not utf-8; set encoding in the mapping");
  });

  it("refuses what is no CSV", async () => {
    await expect(read("empty.csv", "")).rejects.toThrow("empty.csv is empty");
    await expect(read("open.csv", '编号,日期\n"a,2026-03-05\n')).rejects.toThrow("open.csv is no CSV");
    await expect(read("endless.csv", `编号,日期\n"${"a\n".repeat(1_000_000)}`)).rejects.toThrow(
      "endless.csv is no CSV",
    );
    await expect(openSource(join(folder, "none.csv"), mapping)).rejects.toThrow(Failure);
  });
});

describe("Excel", () => {
  const rows = [
    ["编号", "日期"],
    [101001240735, new Date("2026-03-05T14:30:00Z")],
    ["", ""],
    ["b", new Date("2026-03-06T00:00:00Z")],
    ["c", "2026/3/7 8:00"],
  ];

  it("reads text, numbers and date cells of the first sheet", async () => {
    const entries = await read("a.xlsx", workbook({ 台账: rows, 其他: [["x"]] }));
    expect(brief(entries)).toEqual([
      [1, "2026-03-05T14:30:00+08:00"],
      [3, "2026-03-06T12:00:00.002+08:00"],
      [4, "2026-03-07T08:00:00+08:00"],
    ]);
    expect(entries[0]?.events[0]?.id).toBe("101001240735/a");
  });

  it("reads the sheet the mapping names, and says which there are not", async () => {
    const book = workbook({ 说明: [["x"]], 台账: rows });
    const named = readMapping(`sheet: 台账\n${mappingText}`);
    expect(await read("b.xlsx.gz", gzipSync(book), named)).toHaveLength(3);
    await expect(read("b.xlsx", book, readMapping(`sheet: 3\n${mappingText}`))).rejects.toThrow(Failure);
    await expect(read("c.xlsx", "no workbook")).rejects.toThrow("c.xlsx cannot be read as an Excel workbook");
  });
});
