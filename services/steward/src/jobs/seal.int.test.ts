import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { head, makeKeyFile, parseSeal, sealOf, sealsAfter } from "@anshi/ledger";
import { afterAll, beforeAll, expect, it } from "vitest";
import { dropSeals } from "../seals/drop.js";
import { tellTopic } from "../seals/tell.js";
import { ledger, newEvent, type StewardDatabase, stewardDatabase } from "../testing.js";
import { type SealingOptions, sealing } from "./seal.js";
import { verifying } from "./verify.js";

let database: StewardDatabase;
let directory: string;
let keyFile: string;
beforeAll(async () => {
  database = await stewardDatabase();
  directory = await mkdtemp(join(tmpdir(), "anshi-seals-"));
  keyFile = join(directory, "seal.key");
  await makeKeyFile(keyFile);
});
afterAll(async () => {
  await database.close();
  await rm(directory, { recursive: true });
});

let sealed = 0;
const onSealed = (): void => {
  sealed += 1;
};
const access = () => ({ url: database.url, role: "anshi_admin" });
const job = (over: Partial<SealingOptions> = {}) =>
  sealing({ database: access(), keyFile, at: "02:00", onSealed, ...over });
const record = (id: string) =>
  database.record(
    newEvent("io.anshi.dispatch.issued.v1", id, Date.parse("2026-03-02T01:00:00Z"), { unit: "320902" }),
  );
const outcomes = async (name: string) =>
  (await database.runs(name)).map(({ outcome, detail }) => ({ outcome, detail }));
const again = () => database.pool.query("delete from steward.run");

it("says what is missing when there is no key", async () => {
  await record("D1");
  const steward = database.start({ jobs: [job({ keyFile: undefined })] });
  await steward.wake();
  await steward.stop();
  const [run] = await outcomes("seal");
  expect(run).toMatchObject({
    outcome: "failed",
    detail: { error: expect.stringMatching(/ANSHI_SEAL_KEY_FILE/u) },
  });
  await again();
});

it("seals the head once a period, whatever the number of instances, and verifies it", async () => {
  await Promise.all(
    [0, 1, 2].map(() =>
      database.start({ jobs: [job(), verifying({ database: access(), at: "04:00" })] }).wake(),
    ),
  );
  expect(await outcomes("seal")).toEqual([
    { outcome: "done", detail: { made: true, number: "1", position: "1" } },
  ]);
  expect(sealed).toBe(1);
  const [verified] = await outcomes("verify");
  expect(verified).toMatchObject({ outcome: "done", detail: { position: "1", found: 0, first: [] } });
});

it("sends every seal out: to a directory, which is filled up again, and to a topic, in order and once", async () => {
  for (const id of ["D2", "D3"]) {
    await record(id);
    await again();
    await database.start({ jobs: [job()] }).wake();
  }
  const seals = (await sealsAfter(database.pool, ledger, 0n)).map((stored) => sealOf(ledger, stored));
  expect(seals.map((seal) => seal?.position)).toEqual([1n, 2n, (await head(database.pool, ledger)).position]);

  const drop = join(directory, "out", "seals");
  const admin = database.open();
  const files = async () => {
    await dropSeals(admin, ledger, drop);
    return (await readdir(drop)).sort();
  };
  const names = [1, 2, 3].map((number) => `3209.0000000${number}.seal.json`);
  expect(await files()).toEqual(names);
  const texts = await Promise.all(names.map((name) => readFile(join(drop, name), "utf8")));
  expect(texts.map(parseSeal)).toEqual(seals);
  // What was sent out is not touched; what went at the end comes again.
  await writeFile(join(drop, names[0] ?? ""), "mine");
  await rm(join(drop, names[2] ?? ""));
  expect(await files()).toEqual(names);
  expect(await readFile(join(drop, names[0] ?? ""), "utf8")).toBe("mine");

  const sent: { readonly topic: string; readonly number: unknown; readonly value: unknown }[] = [];
  let fails = 1;
  const producer = {
    send: async (
      topic: string,
      messages: readonly { readonly value?: unknown; readonly headers?: object }[],
    ) => {
      if (fails-- > 0) throw new Error("no broker");
      for (const { value, headers } of messages)
        sent.push({ topic, number: (headers as never)["seal-number"], value });
    },
    stop: async () => undefined,
  };
  const tell = () =>
    tellTopic(
      { pool: admin, producer: producer as never, topic: "anshi.seals" },
      ledger,
      new AbortController().signal,
    );
  await expect(tell()).rejects.toThrow(/no broker/u);
  await tell();
  await tell();
  expect(sent.map(({ number }) => number)).toEqual(["1", "2", "3"]);
  expect(sent.map(({ value }) => parseSeal(String(value)))).toEqual(seals);
});

it("does not seal what is damaged, and the weekly look names it", async () => {
  await record("D4");
  await database.pool.query(`
    alter table ledger.event disable trigger append_only;
    update ledger.event set subject = 'another' where position = 4;
    alter table ledger.event enable always trigger append_only`);
  await again();
  await database.start({ jobs: [job(), verifying({ database: access(), at: "04:00" })] }).wake();
  const [failed] = await outcomes("seal");
  expect(failed).toMatchObject({
    outcome: "failed",
    detail: { error: expect.stringMatching(/position 4: .*subject/u) },
  });
  expect(await outcomes("verify")).toMatchObject([
    { outcome: "done", detail: { found: 1, first: [{ code: "column", position: "4" }] } },
  ]);
});
