import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { nothing } from "./counts.js";
import { readProgress, removeProgress, writeProgress } from "./progress-file.js";
import { RejectedFile } from "./rejected-file.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "anshi-import-"));
});
afterAll(() => rm(folder, { recursive: true }));

const rejection = (row: number) => ({
  row,
  index: 0,
  id: `${row}`,
  code: "invalid-data",
  message: "没有单位",
  path: "data.unit",
  faults: [],
  event: { id: `${row}` },
});

it("keeps the rejections of rows that are done, and neither later nor torn ones", async () => {
  const path = join(folder, "a.rejected.ndjson");
  const first = await RejectedFile.open(path, 0);
  await first.add([rejection(1), rejection(5)]);
  await first.add([rejection(3)]);
  await first.close();
  await appendFile(path, '{"row":2,"ind');
  const second = await RejectedFile.open(path, 3);
  await second.add([rejection(5)]);
  await second.close();
  const rows = (await readFile(path, "utf8"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
  expect(rows).toEqual([rejection(1), rejection(3), rejection(5)]);
});

it("leaves no empty file behind", async () => {
  const path = join(folder, "b.rejected.ndjson");
  await (await RejectedFile.open(path, 7)).close();
  await expect(readFile(path)).rejects.toThrow("ENOENT");
});

it("takes up an import only of the same file, mapping and service", async () => {
  const path = join(folder, "c.anshi-progress.json");
  const identity = { size: 10, modified: 1.5, mapping: "aa", url: "http://x", ledger: null };
  const done = { row: 7, counts: { ...nothing, rows: 7, accepted: 6, rejected: 1 } };
  expect(await readProgress(path, identity)).toBeUndefined();
  await writeProgress(path, identity, done);
  expect(await readProgress(path, identity)).toEqual(done);
  const others = [{ size: 11 }, { modified: 2 }, { mapping: null }, { url: "http://y" }, { ledger: "3210" }];
  for (const other of others) expect(await readProgress(path, { ...identity, ...other })).toBeUndefined();
  await appendFile(path, "torn");
  expect(await readProgress(path, identity)).toBeUndefined();
  await removeProgress(path);
  await expect(readFile(path)).rejects.toThrow("ENOENT");
});
