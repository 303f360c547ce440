import type { Cohort } from "@anshi/domain";
import { serverEvents } from "../stream/server-events.js";
import type { BoardRow, Page } from "./answers.js";
import { Problem } from "./problem.js";
import { address, get, request } from "./request.js";

/** A seal of the ledger's head (docs/audit.md); of one that was altered in the database only number and position. */
export interface Seal {
  readonly ledger: string;
  readonly number: string;
  readonly position: string;
  readonly altered?: true;
  readonly count?: string;
  readonly chainHash?: string;
  readonly root?: string;
  readonly sealedAt?: string;
  readonly key?: string;
  readonly nextKey?: string | null;
}

/** `GET /v1/ledgers/{ledger}`. */
export interface LedgerHead {
  readonly ledger: string;
  readonly position: string;
  readonly recordedAt: string | null;
  readonly chainHash: string;
  readonly lastSeal: Seal | null;
}

/** A published board, without its figures. */
export interface Publication {
  readonly id: string;
  readonly position: string;
  readonly publishedAt: string;
  readonly period: {
    readonly kind: string;
    readonly name: string;
    readonly from: string;
    readonly to: string;
  };
  readonly edition: number;
  readonly cohort: Cohort;
  readonly asOf: string;
  readonly knownAt: { readonly position: string };
  readonly ruleSet: string;
  readonly calendar: readonly string[];
  readonly figures: number;
}

/** A published figure beside what it is when computed again. */
export interface FigureCheck {
  readonly figure: string;
  readonly measure: string;
  readonly unit: string;
  readonly published: BoardRow | null;
  readonly recomputed: BoardRow | null;
  readonly equal: boolean;
}

/** How far a verification has come. */
export interface VerifyProgress {
  readonly stage: string;
  readonly done: number;
  readonly of: number;
}

/** What a verification found. */
export interface Verification {
  readonly ok: boolean;
  readonly position: string;
  readonly checked: Readonly<Record<string, number>>;
  readonly findings: readonly {
    readonly code: string;
    readonly position: string;
    readonly message: string;
  }[];
  readonly found: number;
  readonly sealed: string;
  readonly key: string | null;
}

export const getLedger = (ledger: string, signal: AbortSignal) =>
  get<LedgerHead>(`/v1/ledgers/${ledger}`, {}, signal);

export const getSeals = (ledger: string, signal: AbortSignal) =>
  get<Page<Seal>>(`/v1/ledgers/${ledger}/seals`, { limit: 20 }, signal);

export async function sealNow(ledger: string): Promise<void> {
  await request(`/v1/ledgers/${ledger}/seals`, { method: "POST" });
}

export const getPublications = (ledger: string, signal: AbortSignal) =>
  get<Page<Publication>>("/v1/publications", { ledger, limit: 50 }, signal);

export const getRecomputed = (ledger: string, id: string, signal: AbortSignal) =>
  get<{ readonly equal: boolean; readonly figures: readonly FigureCheck[] }>(
    `/v1/publications/${encodeURIComponent(id)}/recompute`,
    { ledger },
    signal,
  );

export async function publish(ledger: string, period: string): Promise<void> {
  await request(address("/v1/publications", { ledger }), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ period }),
  });
}

/** Verifies the ledger; resolves with the result. Rejects with `Problem`, or when aborted. */
export async function verify(
  ledger: string,
  onProgress: (progress: VerifyProgress) => void,
  signal: AbortSignal,
): Promise<Verification> {
  const response = await request(`/v1/ledgers/${ledger}/verification`, { signal });
  let result: Verification | undefined;
  let failure: string | undefined;
  const read = serverEvents(({ event, data }) => {
    if (event === "progress") onProgress(JSON.parse(data));
    else if (event === "result") result = JSON.parse(data);
    else if (event === "failed") failure = (JSON.parse(data) as { readonly message: string }).message;
  });
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  for (let chunk = await reader?.read(); chunk?.done === false; chunk = await reader?.read())
    read(decoder.decode(chunk.value, { stream: true }));
  if (result === undefined)
    throw new Problem(
      failure === undefined ? 0 : 500,
      "verification",
      failure ?? "the verification broke off",
    );
  return result;
}
