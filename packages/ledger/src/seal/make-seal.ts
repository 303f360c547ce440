import { availableParallelism } from "node:os";
import type { Client } from "pg";
import { connect, type DatabaseAccess } from "../crew/connect.js";
import { openCrew } from "../crew/crew.js";
import { codeOf } from "../errors.js";
import { head } from "../head.js";
import type { LedgerId } from "../ledger-id.js";
import { BLOCK } from "../merkle/index.js";
import { checking } from "../verify/checking.js";
import { lastCut } from "../verify/cuts.js";
import { CannotSeal } from "./cannot-seal.js";
import { grow } from "./grow.js";
import type { SealKey } from "./key.js";
import { type StoredSeal, sealOf, sealsAfter } from "./read-seals.js";
import { type Seal, sealHash, sealText } from "./seal.js";

export interface SealOptions {
  /** Its role must be allowed to keep seals: `anshi_admin`. */
  readonly database: DatabaseAccess;
  readonly ledger: LedgerId;
  readonly key: SealKey;
  /** Announces the public key of the seals to come. */
  readonly nextKey?: string;
  /** The key before is lost, so that nothing could announce this one. */
  readonly keyLost?: boolean;
  readonly signal?: AbortSignal;
}

/** A seal, and whether it was made now: while nothing came since the last one, that one is the answer. */
export interface Sealed {
  readonly seal: Seal;
  readonly made: boolean;
}

/** SQLSTATE of `ledger.keep_seal`: another seal came between. */
const OVERTAKEN = "AN004";
/** Fewer events are checked sooner than threads are started. */
const ALONE = 200_000n;

/**
 * Seals the head of a ledger, after what came since the last seal was verified: what is damaged is not sealed. Rejects with
 * CannotSeal, and with what the database answers.
 */
export async function sealHead(options: SealOptions): Promise<Sealed> {
  const client = await connect(options.database);
  try {
    for (;;) {
      const sealed = await attempt(client, options);
      if (sealed !== undefined) return sealed;
    }
  } finally {
    await client.end();
  }
}

/** `undefined` when another seal came between. */
async function attempt(client: Client, options: SealOptions): Promise<Sealed | undefined> {
  const { ledger, key, nextKey = null } = options;
  const stored = await sealsAfter(client, ledger, 0n);
  const before = readLast(ledger, stored);
  const last = await lastCut(client, ledger, await head(client, ledger));
  if (last.number === 0n) throw new CannotSeal("empty", "the ledger holds no event yet");
  if (before !== undefined && before.position === last.position && nextKey === null)
    return { seal: before, made: false };
  checkKey(options, before);

  const covered = last.position - (before?.position ?? 0n);
  const threads = covered > ALONE ? availableParallelism() : 0;
  const checkers = await openCrew(checking, undefined, { ...options, threads });
  try {
    const { tree, blocksBefore } = await grow(client, checkers, { ledger, stored, before, last });
    const seal = key.seal({
      ledger,
      number: (before?.number ?? 0n) + 1n,
      position: last.position,
      count: tree.size,
      chainHash: last.chainHash,
      root: tree.root(),
      sealedAt: await sealTime(client, Math.floor(last.recordedAt / 1_000), before),
      previous: before === undefined ? null : sealHash(before),
      key: key.key,
      nextKey,
    });
    const blocks = tree.blocks.slice(blocksBefore, Number(tree.size / BLOCK)).join("");
    await client.query("select ledger.keep_seal($1, $2, $3, $4, $5, $6)", [
      ledger,
      seal.number,
      seal.position,
      sealText(seal),
      Buffer.from(seal.signature, "base64url"),
      Buffer.from(blocks, "hex"),
    ]);
    return { seal, made: true };
  } catch (error) {
    if (codeOf(error) === OVERTAKEN) return undefined;
    throw error;
  } finally {
    await checkers.close();
  }
}

function readLast(ledger: LedgerId, stored: readonly StoredSeal[]): Seal | undefined {
  const last = stored.at(-1);
  const seal = last === undefined ? undefined : sealOf(ledger, last);
  if (last !== undefined && seal === undefined)
    throw new CannotSeal("damaged", `seal ${last.number} was altered; \`anshi verify\` tells what was`);
  return seal;
}

function checkKey({ key, keyLost = false }: SealOptions, before: Seal | undefined): void {
  if (before === undefined || keyLost) return;
  if (key.key === (before.nextKey ?? before.key)) return;
  throw new CannotSeal(
    "key",
    before.nextKey === null
      ? "the last seal was signed with another key, which must announce this one (`anshi seal --next-key`); if it is lost: --key-lost"
      : "the last seal announced another key: put that one into ANSHI_SEAL_KEY_FILE",
  );
}

/** By the database's clock, and never before what is sealed or the seal before. */
async function sealTime(client: Client, recordedAt: number, before: Seal | undefined): Promise<number> {
  const { rows } = await client.query<{ now: number }>(
    "select floor(extract(epoch from clock_timestamp()) * 1000)::float8 as now",
  );
  return Math.max(rows[0]?.now ?? 0, recordedAt, before?.sealedAt ?? 0);
}
