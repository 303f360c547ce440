import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BOARD_SCHEMA, BOARD_SETTINGS, migrateBoard, projection, publish } from "@anshi/board";
import { canonical, DEMO_SOURCE, parsePeriod, ruleSet, SIMULATED_SOURCE, zone } from "@anshi/domain";
import {
  append,
  type LedgerId,
  migrate,
  type NewEvent,
  newKeys,
  publicKeyPem,
  readSeal,
  type SealKey,
  sealHead,
  sealJson,
  sealKey,
} from "@anshi/ledger";
import { type FreshDatabase, freshDatabase } from "@anshi/test-postgres";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { unzip, zip } from "./archive.js";
import { type CheckReport, check } from "./check.js";
import { casePack, figurePack } from "./make.js";
import { names, withManifest } from "./pack.js";

const ledger = "3209" as LedgerId;
const shanghai = "Asia/Shanghai";
const script = fileURLToPath(new URL("../../../tools/verify-evidence.mjs", import.meta.url));
const key: SealKey = sealKey(newKeys().privateKey);

let database: FreshDatabase;
let pool: pg.Pool;
let directory: string;
let casePacked: Buffer;
let figurePacked: Buffer;
beforeAll(async () => {
  database = await freshDatabase();
  const settings = [`search_path=${BOARD_SCHEMA}`, ...BOARD_SETTINGS].map((setting) => `-c ${setting}`);
  pool = new pg.Pool({ connectionString: database.url, options: settings.join(" ") });
  await migrate(pool);
  await migrateBoard(pool);
  directory = await mkdtemp(join(tmpdir(), "anshi-evidence-"));
  await writeFile(join(directory, "key.pem"), publicKeyPem(key.key));
  await writeFile(join(directory, "other.pem"), newKeys().publicKey);
  await history();
  const period = parsePeriod("2026-03");
  if (period === undefined) throw new Error("no period");
  await publish({
    ...{
      reading: pool,
      appending: pool,
      ledger,
      zone: zone(shanghai),
      rules: ruleSet,
      smallSample: 20,
      period,
    },
    now: Date.parse("2026-11-26T00:00:00Z"),
  });
  await sealHead({ database: { url: database.url }, ledger, key });
  casePacked = await casePack(pool, { ledger, zone: shanghai, kind: "dispatch", subject: "D<2>" });
  figurePacked = await figurePack(pool, ledger, "2026-03.1:19.1:320902");
});
afterAll(async () => {
  await pool?.end();
  await database?.drop();
  await rm(directory, { recursive: true });
});

const at = (day: number): string =>
  new Date(Date.parse("2026-03-02T01:00:00Z") + day * 86_400_000).toISOString();

function event(type: string, subject: string, time: string, data: object, source = "urn:test"): NewEvent {
  const id = `${type}/${subject}/${time}`;
  const body = {
    specversion: "1.0",
    id,
    source,
    type: `io.anshi.${type}.v1`,
    subject,
    time,
    data,
  };
  return { id, source, type: body.type, subject, time, body: canonical(body) };
}

/** Dispatches of two units, some in time, some late; one entered wrongly and retracted; a calendar that makes a day off. */
async function history(): Promise<void> {
  const record = (events: readonly NewEvent[]) =>
    append(pool, ledger, { events, rejected: [], door: "file" });
  await record([
    event("unit.registered", ledger, at(0), { id: "320902", name: "亭湖区 <局>" }),
    event("calendar.published", "cn-2026", at(0), {
      ...{ year: 2026, off: ["2026-03-04"], work: [], notice: "a day off" },
    }),
  ]);
  for (let n = 0; n < 40; n += 1) {
    const subject = `D<${n}>`;
    const issued = event("dispatch.issued", subject, at(0), { unit: n % 3 === 0 ? "320903" : "320902" });
    const verified = event("dispatch.verified", subject, at(n % 5 === 0 ? 25 : 7), { result: "confirmed" });
    await record(n % 7 === 0 ? [issued] : [issued, verified]);
  }
  const wrong = event("dispatch.extended", "D<2>", at(3), {});
  await record([wrong]);
  await record([
    event("record.retracted", "D<2>", at(4), { source: wrong.source, id: wrong.id, reason: "entered twice" }),
  ]);
  const own = projection({ pool, ledger, zone: zone(shanghai), rules: ruleSet });
  while ((await own.step()).outcome !== "at-head");
}

const codes = ({ steps }: CheckReport): string =>
  steps.map(({ code, ok }) => `${ok ? "" : "!"}${code}`).join(" ");
const whole = "archive manifest seal key events proof derivation sheet";

/** What both verifiers say of a pack. */
async function both(
  archive: Uint8Array,
  keyFile?: "key.pem" | "other.pem",
): Promise<{ readonly anshi: string; readonly script: number | null; readonly said: string }> {
  const file = join(directory, "pack.zip");
  await writeFile(file, archive);
  const args = keyFile === undefined ? [] : [join(directory, keyFile)];
  const { status, stdout } = spawnSync(process.execPath, [script, file, ...args], { encoding: "utf8" });
  const publicKeys = keyFile === "key.pem" ? [key.key] : keyFile === "other.pem" ? ["A".repeat(43)] : [];
  return { anshi: codes(check(archive, { publicKeys })), script: status, said: stdout };
}

const membersOf = (archive: Uint8Array): Map<string, Uint8Array> => new Map(unzip(archive, 1e9) ?? []);
const textOf = (archive: Uint8Array, name: string): string =>
  Buffer.from(membersOf(archive).get(name) ?? []).toString("utf8");
/** A pack with one member replaced, and the manifest made to fit, as a forger would. */
const forged = (archive: Uint8Array, ...changes: readonly (readonly [string, string])[]): Buffer => {
  const own = membersOf(archive);
  own.delete(names.manifest);
  for (const [name, text] of changes) own.set(name, Buffer.from(text));
  return zip(withManifest(own));
};

describe("a pack", () => {
  it("holds by itself, by both verifiers, with the key or without", async () => {
    for (const pack of [casePacked, figurePacked]) {
      expect(await both(pack)).toMatchObject({ anshi: whole, script: 0 });
      expect(await both(pack, "key.pem")).toMatchObject({ anshi: whole, script: 0 });
      expect(await both(pack, "other.pem")).toMatchObject({ anshi: "archive manifest seal !key", script: 1 });
    }
    expect((await both(casePacked)).said).toContain("dispatch D<2>");
  });

  it("is the same bytes when it is made again, wherever that is", async () => {
    const before = process.env.TZ;
    process.env.TZ = "America/New_York";
    const again = await casePack(pool, { ledger, zone: shanghai, kind: "dispatch", subject: "D<2>" });
    process.env.TZ = before;
    expect(again.equals(casePacked)).toBe(true);
  });

  it("tells the case in both times, the derivation with its article, and nothing unescaped", () => {
    const sheet = textOf(casePacked, names.sheet);
    for (const told of ["证据包", "监测信息 D&lt;2&gt;", "已撤销", "程序规定", "放假", key.key])
      expect(sheet).toContain(told);
    expect(sheet).not.toContain("D<2>");
    const derivation = JSON.parse(textOf(casePacked, names.derivation));
    expect(derivation.clocks).toMatchObject([{ clock: "dispatch.verify", state: "kept", due: "2026-03-24" }]);
  });

  it("has a published figure come out of its own events as it was published", () => {
    const figure = JSON.parse(textOf(figurePacked, names.derivation));
    expect(figure).toMatchObject({ figure: "2026-03.1:19.1:320902", equal: true, cases: 40, parked: 0 });
    expect(figure.published.counted).toBeGreaterThan(20);
    expect(figure.recomputed).toEqual(figure.published);
    expect(textOf(figurePacked, names.sheet)).toContain("复算结果与发布完全一致");
  });
});

describe.each(Object.values(names))("a pack whose %s", (name) => {
  const packs = () => [casePacked, figurePacked];

  it("was changed by a byte, or removed, is refused by both", async () => {
    for (const pack of packs()) {
      const bytes = Buffer.from(membersOf(pack).get(name) ?? []);
      const middle = Math.floor(bytes.length / 2);
      bytes[middle] = (bytes[middle] ?? 0) ^ 1;
      const changed = membersOf(pack).set(name, bytes);
      const gone = membersOf(pack);
      gone.delete(name);
      for (const spoilt of [changed, gone])
        expect(await both(zip(spoilt))).toMatchObject({ anshi: "archive !manifest", script: 1 });
    }
  });
});

it("a pack with a member more, with a member twice, or cut short, is refused by both", async () => {
  const more = membersOf(casePacked).set("more.txt", Buffer.from("x"));
  expect(await both(zip(more))).toMatchObject({ anshi: "archive !manifest", script: 1 });
  const renamed = Buffer.from(zip(membersOf(casePacked).set("sheet.htmX", Buffer.from("another"))));
  for (let found = renamed.indexOf("sheet.htmX"); found !== -1; found = renamed.indexOf("sheet.htmX"))
    renamed.write("sheet.html", found);
  expect(await both(renamed)).toMatchObject({ anshi: "!archive", script: 1 });
  expect(await both(casePacked.subarray(0, casePacked.length - 400))).toMatchObject({
    anshi: "!archive",
    script: 1,
  });
});

describe("a pack that was forged, with a manifest that fits,", () => {
  const events = () => textOf(casePacked, names.events);
  const replaced = (name: string, from: string | RegExp, to: string): readonly [string, string] => {
    const text = textOf(casePacked, name);
    const other = text.replace(from, to);
    expect(other).not.toBe(text);
    return [name, other];
  };

  it("is refused by both when it is about an event, the proof, the seal or the key", async () => {
    const seal = readSeal(JSON.parse(textOf(casePacked, names.seal)));
    if (seal === undefined) throw new Error("no seal");
    const lines = events().split("\n");
    const rehashed = lines.map((line) => {
      if (!line.includes("dispatch.verified")) return line;
      const { createHash } = process.getBuiltinModule("node:crypto");
      const own = JSON.parse(line) as { body: string; hash: string };
      const body = own.body.replace("confirmed", "refuted");
      return canonical({ ...own, body, hash: createHash("sha256").update(body).digest("hex") });
    });
    const cases: readonly (readonly [readonly (readonly [string, string])[], string])[] = [
      [[replaced(names.events, "confirmed", "refuted")], "events"],
      [[[names.events, rehashed.join("\n")]], "proof"],
      [[[names.events, lines.slice(1).join("\n")]], "proof"],
      [[replaced(names.events, '"position":"', '"position":"9')], "events"],
      [[replaced(names.proof, /"[0-9a-f]{64}"/u, `"${"0".repeat(64)}"`)], "proof"],
      [[[names.seal, `${sealJson({ ...seal, root: "0".repeat(64) })}\n`]], "seal"],
      [[[names.key, newKeys().publicKey]], "key"],
    ];
    for (const [changes, code] of cases) {
      const { anshi, script: status } = await both(forged(casePacked, ...changes));
      expect([code, anshi.split(" ").at(-1), status]).toEqual([code, `!${code}`, 1]);
    }
  });

  it("is refused by both for its key when another one sealed it, and only then", async () => {
    const other = sealKey(newKeys().privateKey);
    const seal = readSeal(JSON.parse(textOf(casePacked, names.seal)));
    if (seal === undefined) throw new Error("no seal");
    const own = other.seal({ ...seal, key: other.key });
    const sheet = textOf(casePacked, names.sheet)
      .replace(seal.key, own.key)
      .replace(seal.signature, own.signature);
    const pack = forged(
      casePacked,
      [names.seal, `${sealJson(own)}\n`],
      [names.key, publicKeyPem(own.key)],
      [names.sheet, sheet],
    );
    expect(await both(pack)).toMatchObject({ anshi: whole, script: 0 });
    expect(await both(pack, "key.pem")).toMatchObject({ anshi: "archive manifest seal !key", script: 1 });
  });

  it("is refused by what derives anew when it is about what is derived", async () => {
    const refused = async (...changes: readonly (readonly [string, string])[]): Promise<string | undefined> =>
      (await both(forged(casePacked, ...changes))).anshi.split(" ").at(-1);
    expect(await refused(replaced(names.derivation, '"state":"kept"', '"state":"late"'))).toBe("!derivation");
    expect(await refused(replaced(names.header, /"asOf":"2026/u, '"asOf":"2016'))).toBe("!derivation");
    expect(await refused(replaced(names.header, "cn-market", "xx-market"))).toBe("!derivation");
    expect(await refused(replaced(names.header, "D<2>", "D<3>"))).toBe("!derivation");
    expect(await refused(replaced(names.sheet, "按时", "逾期"))).toBe("!sheet");
  });
});

describe("the sheet of a pack from a ledger that a demonstration began", () => {
  const begun = "begun" as LedgerId;
  const sheetOf = async (subject: string): Promise<string> => {
    const packed = await casePack(pool, { ledger: begun, zone: shanghai, kind: "dispatch", subject });
    expect(await both(packed, "key.pem")).toMatchObject({ anshi: whole, script: 0 });
    return textOf(packed, names.sheet);
  };
  beforeAll(async () => {
    const unit = { unit: "320902" };
    await append(pool, begun, {
      events: [
        event("calendar.published", "cn-2026", at(0), { year: 2026, off: [], work: [] }, DEMO_SOURCE),
        event("dispatch.issued", "demo", at(0), unit, DEMO_SOURCE),
        event("dispatch.issued", "simulated", at(0), unit, SIMULATED_SOURCE),
        event("dispatch.issued", "mixed", at(0), unit),
        event("dispatch.verified", "mixed", at(1), { result: "confirmed" }, SIMULATED_SOURCE),
        event("dispatch.issued", "real", at(0), unit),
      ],
      rejected: [],
      door: "file",
    });
    const own = projection({ pool, ledger: begun, zone: zone(shanghai), rules: ruleSet });
    while ((await own.step()).outcome !== "at-head");
    await sealHead({ database: { url: database.url }, ledger: begun, key });
  });

  it.each(["demo", "simulated"])("says of the case %s that it is invented", async (subject) => {
    const said = await sheetOf(subject);
    for (const told of ["演示数据，案件均为虚构。", "Demonstration: all cases are invented."])
      expect(said).toContain(told);
  });

  it("says how much of a case is, when not all is, and nothing of a real one", async () => {
    const mixed = await sheetOf("mixed");
    for (const told of ["2 条案件事件中有 1 条为虚构", "1 of the 2 events of cases are invented"])
      expect(mixed).toContain(told);
    for (const real of [
      await sheetOf("real"),
      ...[casePacked, figurePacked].map((p) => textOf(p, names.sheet)),
    ])
      expect(real).not.toContain("虚构");
  });
});

it("there is no pack of what is not known, not sealed, or not published", async () => {
  const asked = { ledger, zone: shanghai, kind: "dispatch", subject: "D<2>" } as const;
  await expect(casePack(pool, { ...asked, subject: "none" })).rejects.toMatchObject({ code: "not-found" });
  await expect(casePack(pool, { ...asked, knownAt: 10_000n })).rejects.toMatchObject({ code: "not-sealed" });
  await expect(casePack(pool, { ...asked, ledger: "none" as LedgerId })).rejects.toMatchObject({
    code: "not-sealed",
  });
  for (const figure of ["2026-03.1:19.1:999999", "2026-03.9:19.1:320902", "x"])
    await expect(figurePack(pool, ledger, figure)).rejects.toMatchObject({ code: "not-found" });
  await append(pool, ledger, {
    events: [event("dispatch.issued", "new", at(9), { unit: "320902" })],
    rejected: [],
    door: "file",
  });
  await expect(casePack(pool, { ...asked, subject: "new" })).rejects.toMatchObject({ code: "not-found" });
});

it("the script needs nothing of this project and can be read in one sitting", async () => {
  const text = await readFile(script, "utf8");
  expect(text.split("\n").length).toBeLessThan(200);
  const imports = [...text.matchAll(/from "([^"]+)"/gu)].map(([, name]) => name);
  expect(imports.every((name) => name?.startsWith("node:"))).toBe(true);
});
