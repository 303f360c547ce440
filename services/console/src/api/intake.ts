import type { Page } from "./answers.js";
import { address, get, request } from "./request.js";

/** A message that was refused (`GET /v1/rejections`). */
export interface Rejection {
  readonly number: string;
  readonly receivedAt: string;
  readonly door: string;
  readonly origin: string;
  readonly code: string;
  readonly message: string;
  readonly path: string;
  readonly faults: readonly { readonly path: string; readonly expected: string }[];
  readonly payloadHash: string;
  readonly payloadBytes: number;
  readonly source: string | null;
  readonly id: string | null;
  readonly disposal: "redriven" | "purged" | null;
  readonly disposedAt: string | null;
}

/** A member of a batch that was refused. */
export interface Refused {
  readonly index: number;
  readonly id: string | null;
  readonly code: string;
  readonly message: string;
  readonly path: string;
}

/** What became of a batch (`POST /v1/events`). */
export interface Receipt {
  readonly accepted: number;
  readonly duplicates: number;
  readonly position: string;
  readonly rejected: readonly Refused[];
}

export const getRejections = (
  ledger: string,
  code: string | null,
  cursor: string | null,
  signal?: AbortSignal,
) => get<Page<Rejection>>("/v1/rejections", { ledger, code, cursor, order: "newest", limit: 50 }, signal);

export const getRejection = (ledger: string, number: string, signal: AbortSignal) =>
  get<Rejection & { readonly payload: { readonly text: string } | null }>(
    `/v1/rejections/${number}`,
    { ledger },
    signal,
  );

export async function redrive(ledger: string, number: string): Promise<Receipt> {
  const path = address(`/v1/rejections/${number}/redrive`, { ledger });
  return (await request(path, { method: "POST" })).json();
}

export async function purge(ledger: string, number: string): Promise<void> {
  await request(address(`/v1/rejections/${number}/payload`, { ledger }), { method: "DELETE" });
}

/** Posts a batch: a JSON array of events, as text. */
export async function postEvents(ledger: string, batch: string, signal: AbortSignal): Promise<Receipt> {
  const response = await request(address("/v1/events", { ledger }), {
    method: "POST",
    headers: { "content-type": "application/cloudevents-batch+json" },
    body: batch,
    signal,
  });
  return response.json();
}
