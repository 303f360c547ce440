import { formatInstant, rejectionCodes } from "@anshi/domain";
import {
  type AppendOutcome,
  erasePayload,
  type LedgerId,
  type RecordedRejection,
  rejectedPayload,
  rejectionAt,
  rejections,
  type Submission,
} from "@anshi/ledger";
import type { Pool } from "pg";
import { readDelivery } from "./intake.js";
import { ledgerAsked } from "./ledger-asked.js";
import { Parameters } from "./parameters.js";
import { refusedOf } from "./post-events.js";
import { Problem } from "./problem.js";
import { atOneMoment, type Reading } from "./reading.js";

/** What the routes of one rejection need. */
export interface Rejections {
  /** Connections of the admin role: it alone may see the bytes. */
  readonly pool: Pool;
  /** Appends without keeping what the ledger refuses: it is kept already. */
  readonly append: (ledger: LedgerId, submission: Submission) => Promise<AppendOutcome>;
  readonly defaultLedger: LedgerId;
  readonly maxAheadMs: number;
  readonly now: () => number;
}

type Query = Readonly<Record<string, unknown>>;

/** `GET /v1/rejections`: what was refused and why, the oldest first or the newest; never the bytes, which are apart. */
export async function getRejections(reading: Reading, query: Query): Promise<object> {
  const parameters = new Parameters(query).only("ledger", "code", "order", "limit", "cursor");
  const limit = parameters.integer("limit", 1, 1_000) ?? 100;
  const ledger = parameters.ledger(reading.defaultLedger);
  const after = parameters.position("cursor");
  const code = parameters.oneOf("code", rejectionCodes);
  const newest = parameters.oneOf("order", ["oldest", "newest"]) === "newest";
  return atOneMoment(reading.pool, async (client) => {
    const items = await rejections(client, ledger, {
      limit,
      newest,
      ...(after === undefined ? {} : { after }),
      ...(code === undefined ? {} : { code }),
    });
    // One to which nothing acceptable came yet is told of too.
    if (items.length === 0 && (await rejections(client, ledger, { limit: 1 })).length === 0)
      await ledgerAsked(client, reading, parameters);
    return {
      items: items.map(rejectionBody),
      next: items.length < limit ? null : String(items.at(-1)?.number),
    };
  });
}

/** A rejection as the answers show it. */
function rejectionBody(item: RecordedRejection): object {
  return {
    ...item,
    number: String(item.number),
    receivedAt: formatInstant(item.receivedAt),
    payloadHash: item.payloadHash.toString("hex"),
    disposedAt: item.disposedAt === null ? null : formatInstant(item.disposedAt),
  };
}

/**
 * `GET /v1/rejections/{number}`: what was refused and why, for an admin also its bytes, as base64 and as text. `payload` is
 * null for others, and when the bytes are erased.
 */
export async function getRejection(
  deps: Rejections,
  number: string,
  query: Query,
  isAdmin: boolean,
): Promise<object> {
  const { ledger, rejection } = await find(deps, number, query);
  const bytes = isAdmin ? await rejectedPayload(deps.pool, ledger, rejection.number) : undefined;
  const payload =
    bytes === undefined ? null : { base64: bytes.toString("base64"), text: bytes.toString("utf8") };
  return { ...rejectionBody(rejection), payload };
}

/**
 * `POST /v1/rejections/{number}/redrive`: sends the kept bytes through the intake once more and answers as `POST /v1/events`.
 * When all they hold was accepted or is there already they are erased; what is refused again stays as it is kept. May be tried
 * again at any time: events count once. Throws a Problem, 404 or, when the bytes are erased, 410.
 */
export async function redriveRejection(deps: Rejections, number: string, query: Query): Promise<object> {
  const { ledger, rejection } = await find(deps, number, query);
  const bytes = await rejectedPayload(deps.pool, ledger, rejection.number);
  if (bytes === undefined) throw erased(rejection);
  const origin = `redrive ${number} of ${rejection.origin}`;
  const delivery = readDelivery({ "content-type": contentTypeOf(bytes) }, bytes, {
    now: deps.now(),
    maxAheadMs: deps.maxAheadMs,
    origin,
  });
  const outcome = await deps.append(ledger, { events: delivery.events, rejected: [] });
  const rejected = refusedOf(delivery, outcome);
  // An empty batch holds nothing that could be refused, nor anything that was accepted.
  if (rejected.length === 0 && delivery.events.length > 0)
    await erasePayload(deps.pool, ledger, rejection.number, "redriven");
  const { accepted, duplicates, position } = outcome;
  return { ledger, accepted, duplicates, position: String(position), rejected };
}

/** `DELETE /v1/rejections/{number}/payload`: erases the bytes for good; the reason and their hash remain. */
export async function purgeRejection(deps: Rejections, number: string, query: Query): Promise<object> {
  const { ledger, rejection } = await find(deps, number, query);
  if (!(await erasePayload(deps.pool, ledger, rejection.number, "purged"))) throw erased(rejection);
  return { ledger, number, disposal: "purged" };
}

async function find(
  { pool, defaultLedger }: Rejections,
  number: string,
  query: Query,
): Promise<{ readonly ledger: LedgerId; readonly rejection: RecordedRejection }> {
  const ledger = new Parameters(query).only("ledger").ledger(defaultLedger);
  const found = /^\d{1,18}$/u.test(number) ? await rejectionAt(pool, ledger, BigInt(number)) : undefined;
  if (found === undefined) throw new Problem(404, "not-found", "there is no rejection of this number");
  return { ledger, rejection: found };
}

function erased({ disposal, disposedAt }: RecordedRejection): Problem {
  const how =
    disposal === null || disposedAt === null
      ? "they have expired"
      : `they were ${disposal} at ${formatInstant(disposedAt)}`;
  return new Problem(410, "payload-erased", `the bytes are not kept any more: ${how}`);
}

/** Kept bytes are one event, or a whole batch of which a member was no JSON. */
function contentTypeOf(bytes: Buffer): string {
  return /^\s*\[/u.test(bytes.subarray(0, 64).toString("latin1"))
    ? "application/cloudevents-batch+json"
    : "application/cloudevents+json";
}
