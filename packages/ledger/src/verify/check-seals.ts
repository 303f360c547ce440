import type { LedgerId } from "../ledger-id.js";
import { isSigned } from "../seal/key.js";
import { type StoredSeal, sealOf } from "../seal/read-seals.js";
import { type Seal, sealHash, sealJson } from "../seal/seal.js";
import type { Tell } from "./batch-check.js";

/** What a verifier brings along from elsewhere. */
export interface Trust {
  /** Public keys as seals name them. None: the keys are taken as the seals announce them. */
  readonly publicKeys: readonly string[];
  /** Seals that were kept outside the ledger's database. */
  readonly held: readonly Seal[];
}

/** A seal to be held against the events. */
export interface SealToMeet {
  readonly seal: Seal;
  readonly blocks: Buffer | undefined;
}

/**
 * Checks the seals among themselves and against what the verifier brought; answers those that are to be held against the events, by
 * position.
 */
export function checkSeals(
  ledger: LedgerId,
  stored: readonly StoredSeal[],
  trust: Trust,
  tell: Tell,
): readonly SealToMeet[] {
  const seals: SealToMeet[] = [];
  const own = new Map<bigint, Seal>();
  let before: Seal | undefined;
  let [number, from] = [1n, 1n];
  for (const row of stored) {
    if (row.number !== number)
      tell("seal-missing", from, `seal ${number} is not there; ${row.number} comes next`);
    const seal = sealOf(ledger, row);
    if (seal === undefined) tell("seal-unreadable", from, `seal ${row.number} is not what its columns say`);
    else {
      if (!isSigned(seal)) tell("seal-signature", from, `the signature of seal ${row.number} does not hold`);
      if (row.number === number) checkFollows(seal, before, from, tell);
      own.set(seal.number, seal);
      seals.push({ seal, blocks: row.blocks });
    }
    number = row.number + 1n;
    from = row.position + 1n;
    before = seal;
  }
  checkKeys([...own.values()], trust, tell);
  for (const seal of trust.held) {
    checkHeld(seal, own.get(seal.number), tell);
    if (own.get(seal.number) === undefined) seals.push({ seal, blocks: undefined });
  }
  return seals.sort((a, b) => Number(a.seal.position - b.seal.position));
}

function checkFollows(seal: Seal, before: Seal | undefined, from: bigint, tell: Tell): void {
  const { number, previous, position, sealedAt } = seal;
  // One that cannot be read was told of already.
  if (number > 1n && before === undefined) return;
  if (previous !== (before === undefined ? null : sealHash(before)))
    tell("seal-link", from, `seal ${number} does not name the one before`);
  if (before !== undefined && (position < before.position || sealedAt < before.sealedAt))
    tell("seal-link", from, `seal ${number} is older than the one before`);
}

/**
 * A key comes in by being given, or announced by a seal before. Who gives keys holds the last seal against them: those before
 * are vouched for by the links.
 */
function checkKeys(seals: readonly Seal[], { publicKeys, held }: Trust, tell: Tell): void {
  const given = new Set([...publicKeys, ...held.map(({ key }) => key)]);
  const trusted = new Set(given);
  let before: Seal | undefined;
  for (const seal of seals) {
    const from = (before?.position ?? 0n) + 1n;
    const announced = before === undefined || seal.key === (before.nextKey ?? before.key);
    if (!announced && !given.has(seal.key))
      tell("seal-key", from, `seal ${seal.number} is signed with a key that the one before did not announce`);
    if (trusted.has(seal.key) && seal.nextKey !== null) trusted.add(seal.nextKey);
    before = seal;
  }
  if (given.size > 0 && before !== undefined && !trusted.has(before.key)) {
    const sure = seals.findLast(({ key }) => trusted.has(key));
    tell(
      "seal-key",
      (sure?.position ?? 0n) + 1n,
      "the last seal is signed with none of the keys given, nor one they announced",
    );
  }
}

function checkHeld(seal: Seal, own: Seal | undefined, tell: Tell): void {
  const { number } = seal;
  if (!isSigned(seal)) tell("seal-signature", 1n, `the signature of the seal held, ${number}, does not hold`);
  if (own === undefined)
    tell("seal-held", 1n, `the ledger does not have seal ${number}, which is held elsewhere`);
  else if (sealJson(own) !== sealJson(seal))
    tell("seal-held", 1n, `seal ${number} of the ledger is not the one held elsewhere`);
}
