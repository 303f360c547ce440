import {
  CannotSeal,
  type LedgerId,
  lastSeal,
  type Queryable,
  readKeyFile,
  type Seal,
  sealAt,
  sealHead,
  sealMembers,
  sealOf,
  sealsBefore,
  UnfitKeyFile,
} from "@anshi/ledger";
import { jsonMembers } from "../json-members.js";
import { ledgerAt, ledgerNamed } from "../ledger-route.js";
import { Parameters } from "../parameters.js";
import { Problem } from "../problem.js";
import { atOneMoment } from "../reading.js";
import type { Audit } from "./audit.js";
import { sealBody } from "./seal-body.js";

type Query = Readonly<Record<string, unknown>>;

/** `GET /v1/ledgers/{ledger}/seals`: the newest first. */
export async function getSeals({ reading }: Audit, name: string, query: Query): Promise<object> {
  const parameters = new Parameters(query).only("limit", "cursor");
  const limit = parameters.integer("limit", 1, 1_000) ?? 100;
  return atOneMoment(reading.pool, async (client) => {
    const ledger = await ledgerAt(client, reading, name);
    const items = await sealsBefore(client, ledger, parameters.position("cursor"), limit);
    return {
      items: items.map((stored) => sealBody(ledger, stored)),
      next: items.length < limit || items.at(-1)?.number === 1n ? null : String(items.at(-1)?.number),
    };
  });
}

/** `POST /v1/ledgers/{ledger}/seals`: seals the head; 200 with the last seal when nothing came since. */
export async function postSeal(
  { sealing, keyFile }: Audit,
  name: string,
  body: unknown,
): Promise<{ readonly status: 200 | 201; readonly body: object }> {
  const parameters = new Parameters(jsonMembers(body, '{"keyLost": true}')).only("nextKey", "keyLost");
  const nextKey = parameters.text("nextKey", /^[0-9A-Za-z_-]{43}$/u, "an Ed25519 public key in base64url");
  const keyLost = parameters.truth("keyLost") ?? false;
  if (keyFile === undefined)
    throw new Problem(409, "cannot-seal", "this service has no key to sign with: set ANSHI_SEAL_KEY_FILE");
  try {
    const key = await readKeyFile(keyFile);
    const ledger = ledgerNamed(name);
    const more = { keyLost, ...(nextKey === undefined ? {} : { nextKey }) };
    const { seal, made } = await sealHead({ database: sealing, ledger, key, ...more });
    return { status: made ? 201 : 200, body: sealMembers(seal) };
  } catch (error) {
    if (error instanceof CannotSeal && error.code === "empty")
      throw new Problem(404, "not-found", error.message);
    if (error instanceof CannotSeal || error instanceof UnfitKeyFile)
      throw new Problem(409, "cannot-seal", error.message);
    throw error;
  }
}

/** The seal of a number, or the last; throws a Problem (404, 409). */
export async function sealNamed(db: Queryable, ledger: LedgerId, number: bigint | undefined): Promise<Seal> {
  const stored = number === undefined ? await lastSeal(db, ledger) : await sealAt(db, ledger, number);
  if (stored === undefined)
    throw new Problem(
      404,
      "not-found",
      number === undefined ? "nothing is sealed yet" : "there is no seal of this number",
    );
  const seal = sealOf(ledger, stored);
  if (seal === undefined)
    throw new Problem(409, "damaged", `seal ${stored.number} was altered; verify the ledger`);
  return seal;
}
