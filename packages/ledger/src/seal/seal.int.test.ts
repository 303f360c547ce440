import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { append } from "../append.js";
import type { LedgerId } from "../ledger-id.js";
import { isConsistent, leafHash, rootByInclusion, rootByMembership } from "../merkle/index.js";
import { readEvents } from "../read-events.js";
import { type LedgerDatabase, ledgerDatabase } from "../testing/ledger-database.js";
import { sampleEvents, sampleLedger } from "../testing/sample.js";
import { tamper } from "../testing/tamper.js";
import { verify } from "../verify/verify.js";
import { newKeys, type SealKey, sealKey } from "./key.js";
import { type SealOptions, sealHead } from "./make-seal.js";
import { prover } from "./prove.js";
import { lastSeal, sealAt, sealOf, sealsAfter, sealsBefore } from "./read-seals.js";
import { type Seal, sealHash } from "./seal.js";

let db: LedgerDatabase;
beforeAll(async () => {
  db = await ledgerDatabase();
});
afterAll(() => db.close());

const newKey = (): SealKey => sealKey(newKeys().privateKey);
const key = newKey();

async function grow(ledger: LedgerId, count: number): Promise<void> {
  const name = `${Math.random()}`;
  await append(db.pool, ledger, { door: "http", rejected: [], events: sampleEvents(name, count) });
}

const seal = async (ledger: LedgerId, more: Partial<SealOptions> = {}): Promise<Seal> =>
  (await sealHead({ database: { url: db.url, role: "anshi_admin" }, ledger, key, ...more })).seal;

const codes = async (ledger: LedgerId, publicKeys: readonly string[] = []): Promise<readonly string[]> =>
  (
    await verify({ database: { url: db.url, role: "anshi_reader" }, ledger, trust: { publicKeys } })
  ).findings.map(({ code, position }) => `${code} ${position}`);

test("a head is sealed once; each seal names the one before, and is made in the role that may", async () => {
  const ledger = sampleLedger("once");
  await expect(seal(ledger)).rejects.toMatchObject({ code: "empty" });
  await grow(ledger, 3);
  const first = await seal(ledger);
  expect(first).toMatchObject({ ledger, number: 1n, position: 3n, count: 3n, previous: null, key: key.key });
  expect(await sealHead({ database: { url: db.url }, ledger, key })).toEqual({ seal: first, made: false });
  await grow(ledger, 2);
  const second = await seal(ledger);
  expect(second).toMatchObject({ number: 2n, position: 5n, previous: sealHash(first) });
  expect(second.sealedAt).toBeGreaterThanOrEqual(first.sealedAt);
  const stored = await sealsAfter(db.pool, ledger, 0n);
  expect(stored.map((each) => sealOf(ledger, each))).toEqual([first, second]);
  expect((await sealsBefore(db.pool, ledger, 2n, 5)).map(({ number }) => number)).toEqual([1n]);
  expect((await lastSeal(db.pool, ledger))?.number).toBe(2n);
  expect(await sealAt(db.pool, ledger, 3n)).toBeUndefined();
  expect(sealOf(sampleLedger("other"), stored[0] as never)).toBeUndefined();
  await expect(
    sealHead({ database: { url: db.url, role: "anshi_reader" }, ledger: await grown("reader"), key }),
  ).rejects.toThrow(/permission denied/u);
});

async function grown(name: string): Promise<LedgerId> {
  await grow(sampleLedger(name), 1);
  return sampleLedger(name);
}

test("many who seal at once make one seal after another, each of them right", async () => {
  const ledger = sampleLedger("crowd");
  await grow(ledger, 1);
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      await grow(ledger, 3);
      await seal(ledger);
    }),
  );
  expect((await lastSeal(db.pool, ledger))?.position).toBe(19n);
  expect(await codes(ledger)).toEqual([]);
});

describe("keys", () => {
  test("a key that the seal before did not announce seals nothing; one that was announced must follow", async () => {
    const ledger = sampleLedger("rotation");
    const [next, other] = [newKey(), newKey()];
    await grow(ledger, 2);
    await seal(ledger);
    await grow(ledger, 2);
    await expect(seal(ledger, { key: next })).rejects.toMatchObject({ code: "key" });
    // An announcement is worth a seal, though no event came since.
    expect(await seal(ledger, { nextKey: next.key })).toMatchObject({
      number: 2n,
      key: key.key,
      nextKey: next.key,
    });
    expect(await seal(ledger, { nextKey: next.key }).catch((error: unknown) => error)).toMatchObject({
      code: "key",
    });
    await grow(ledger, 1);
    await expect(seal(ledger)).rejects.toMatchObject({ code: "key" });
    expect(await seal(ledger, { key: next })).toMatchObject({ number: 3n, key: next.key, nextKey: null });

    expect(await codes(ledger)).toEqual([]);
    expect(await codes(ledger, [key.key])).toEqual([]);
    expect(await codes(ledger, [next.key])).toEqual([]);
    expect(await codes(ledger, [other.key])).toEqual(["seal-key 1"]);
  });

  test("a key that came in unannounced is told of, unless the verifier knows it", async () => {
    const ledger = sampleLedger("lost");
    const next = newKey();
    await grow(ledger, 2);
    await seal(ledger);
    await grow(ledger, 2);
    expect(await seal(ledger, { key: next, keyLost: true })).toMatchObject({ number: 2n, key: next.key });
    expect(await codes(ledger)).toEqual(["seal-key 3"]);
    expect(await codes(ledger, [next.key])).toEqual([]);
    expect(await codes(ledger, [key.key])).toEqual(["seal-key 3", "seal-key 3"]);
  });
});

test("what is damaged is not sealed, whether it came since the last seal or lies before it", async () => {
  const damage = (ledger: LedgerId, position: number) =>
    tamper(db.pool, (client) =>
      client.query("update ledger.event set content_hash = sha256('x') where ledger = $1 and position = $2", [
        ledger,
        position,
      ]),
    );
  const ledger = sampleLedger("damaged");
  await grow(ledger, 4);
  await seal(ledger);
  await grow(ledger, 4);
  await damage(ledger, 6);
  await expect(seal(ledger)).rejects.toThrow(/position 6: .*body-hash/u);
  const older = sampleLedger("damaged-before");
  await grow(older, 4);
  await seal(older);
  await grow(older, 4);
  await damage(older, 2);
  await expect(seal(older)).rejects.toMatchObject({ code: "damaged" });
  expect(await sealsAfter(db.pool, ledger, 0n)).toHaveLength(1);

  const shorter = sampleLedger("damaged-gone");
  await grow(shorter, 4);
  await seal(shorter);
  await grow(shorter, 4);
  await tamper(db.pool, (client) =>
    client.query("delete from ledger.event where ledger = $1 and position = 2", [shorter]),
  );
  await expect(seal(shorter)).rejects.toMatchObject({
    code: "damaged",
    message: expect.stringContaining("1 event(s) are missing between positions 0 and"),
  });
});

test("every event is proved a member of every seal that covers it, and every seal to begin with each before", async () => {
  const ledger = sampleLedger("proofs");
  const seals: Seal[] = [];
  // Two blocks and a half; seals at a block's border, beside it, and far from it.
  for (const count of [1_000, 24, 1, 1_400, 200]) {
    await grow(ledger, count);
    seals.push(await seal(ledger));
  }
  expect(seals.map(({ position }) => position)).toEqual([1_000n, 1_024n, 1_025n, 2_425n, 2_625n]);
  expect((await sealsAfter(db.pool, ledger, 0n)).map(({ blocks }) => blocks.length / 32)).toEqual([
    0, 1, 0, 1, 0,
  ]);
  const events = await readEvents(db.pool, ledger, 0n, 3_000);
  const prove = await prover(db.pool, ledger);
  for (const own of seals) {
    for (const position of [1n, 2n, 512n, 999n, 1_000n, 1_024n, 1_025n, 2_048n, 2_049n, 2_400n, 2_625n]) {
      if (position > own.position) continue;
      const path = await prove.inclusion(position, own);
      const leaf = leafHash(events[Number(position - 1n)]?.contentHash ?? "");
      expect(rootByInclusion(leaf, position - 1n, own.position, path)).toBe(own.root);
    }
    const some = [1n, 3n, 700n, 1_000n, 1_024n, 1_025n, 2_000n, 2_425n, 2_625n].filter(
      (at) => at <= own.position,
    );
    const members = some.map((at) => ({
      index: at - 1n,
      hash: leafHash(events[Number(at - 1n)]?.contentHash ?? ""),
    }));
    expect(rootByMembership(members, own.position, await prove.membership(some, own))).toBe(own.root);
    for (const first of seals) {
      if (first.position > own.position) continue;
      const proof = await prove.consistency(first, own);
      expect(isConsistent(first.position, first.root, own.position, own.root, proof)).toBe(true);
    }
  }
  expect(await codes(ledger, [key.key])).toEqual([]);
});

test("threads beside this one find the same", async () => {
  const ledger = sampleLedger("threads");
  for (let batch = 0; batch < 9; batch += 1) await grow(ledger, 300);
  await seal(ledger);
  const options = { database: { url: db.url }, ledger, threads: 2, spanEvents: 500 };
  expect(await verify(options)).toMatchObject({ ok: true, checked: { events: 2_700, batches: 9, seals: 1 } });
  await tamper(db.pool, (client) =>
    client.query("update ledger.event set subject = 'x' where ledger = $1 and position = 2222", [ledger]),
  );
  expect((await verify(options)).findings).toEqual([
    { code: "column", position: 2_222n, message: "the column subject is not what the body says" },
  ]);
  await expect(verify({ ...options, signal: AbortSignal.abort() })).rejects.toThrow(/abort/u);
  const gone = verify({ ...options, database: { url: db.url, role: "nobody-at-all" } });
  await expect(gone).rejects.toThrow(/role/u);
});
