import { ledgerId } from "../ledger-id.js";
import { isHash } from "../merkle/index.js";
import { SEAL_FORMAT, type Seal, type SealContent } from "./seal.js";

/** The content that a parsed JSON value states; `undefined` unless it is exactly that of a seal's text. */
export function readSealContent(value: unknown): SealContent | undefined {
  const members = ownMembers(value);
  if (members === undefined || Object.keys(members).length !== 11) return undefined;
  const { format, number, position, count, chainHash, root, sealedAt, previous, key, nextKey } = members;
  const ledger = typeof members.ledger === "string" ? ledgerId(members.ledger) : undefined;
  if (format !== SEAL_FORMAT || ledger === undefined) return undefined;
  if (!isWhole(number) || !isWhole(position) || !isWhole(count)) return undefined;
  if (!isHash(chainHash) || !isHash(root) || !(previous === null || isHash(previous))) return undefined;
  if (!isKey(key) || !(nextKey === null || isKey(nextKey)) || !isInstant(sealedAt)) return undefined;
  return {
    ledger,
    number: BigInt(number),
    position: BigInt(position),
    count: BigInt(count),
    chainHash,
    root,
    sealedAt: Date.parse(sealedAt),
    previous,
    key,
    nextKey,
  };
}

/** The seal that a parsed JSON value is; `undefined` when it is none. Whether its signature holds is another question. */
export function readSeal(value: unknown): Seal | undefined {
  const { signature, ...rest } = ownMembers(value) ?? {};
  const content = readSealContent(rest);
  if (content === undefined || !isBase64Url(signature, 86)) return undefined;
  return { ...content, signature };
}

/** The seal a text holds as JSON; `undefined` when it holds none. */
export function parseSeal(text: string): Seal | undefined {
  try {
    return readSeal(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function ownMembers(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

function isWhole(value: unknown): value is string {
  return typeof value === "string" && /^(0|[1-9]\d{0,18})$/u.test(value);
}

/** As `Date.prototype.toISOString` writes it. */
function isInstant(value: unknown): value is string {
  return (
    typeof value === "string" &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u.test(value) &&
    !Number.isNaN(Date.parse(value))
  );
}

function isKey(value: unknown): value is string {
  return isBase64Url(value, 43);
}

function isBase64Url(value: unknown, length: number): value is string {
  return typeof value === "string" && value.length === length && /^[0-9A-Za-z_-]*$/u.test(value);
}
