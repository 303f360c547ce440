import type { ServerResponse } from "node:http";
import { availableParallelism } from "node:os";
import { figuresCheck } from "@anshi/board";
import { parseSeal, type Seal, type Verification, type VerifyProgress, verify } from "@anshi/ledger";
import { ledgerAt, ledgerNamed } from "../ledger-route.js";
import { Parameters } from "../parameters.js";
import { Problem } from "../problem.js";
import type { Audit } from "./audit.js";

/** Verifications as they get on. */
export interface Verifications {
  /** Answers a request with `progress` events and one `result`; a request that is closed ends its verification. */
  readonly open: (
    name: string,
    query: Readonly<Record<string, unknown>>,
    response: ServerResponse,
  ) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Progress is told at most so often. */
const TELL_MS = 200;

/** The verifications of one service: one at a time, for each keeps the machine busy. */
export function verifications(audit: Audit, onError: (error: unknown) => void): Verifications {
  let running: Promise<void> | undefined;
  const stopping = new AbortController();

  return {
    open: async (name, query, response) => {
      const parameters = new Parameters(query).only("seal");
      const ledger = ledgerNamed(name);
      const held = heldSeal(parameters, ledger);
      const closed = new AbortController();
      response.on("close", () => closed.abort());
      // Of one whose seal is held it is told what is missing.
      if (held.length === 0) await ledgerAt(audit.reading.pool, audit.reading, name);
      if (running !== undefined)
        throw new Problem(429, "too-many-requests", "a verification is under way; one runs at a time", 30);
      response.writeHead(200, {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
      });
      const tell = progressTeller(response);
      running = verify({
        database: audit.verifying,
        ledger,
        trust: { held },
        checks: [figuresCheck(audit.reading.pool)],
        // One of the cores stays with those who ask.
        threads: Math.max(1, availableParallelism() - 1),
        onProgress: tell,
        signal: AbortSignal.any([closed.signal, stopping.signal]),
      })
        .then((verification) => write(response, "result", resultBody(verification)))
        .catch((error: unknown) => {
          if (closed.signal.aborted || stopping.signal.aborted) return;
          onError(error);
          write(response, "failed", { message: "the verification came to no end; see the log" });
        })
        .finally(() => {
          running = undefined;
          response.end();
        });
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

/** A verification as JSON answers it. */
function resultBody({ findings, position, sealed, ...rest }: Verification): object {
  return {
    ...rest,
    position: String(position),
    sealed: String(sealed),
    findings: findings.map((finding) => ({ ...finding, position: String(finding.position) })),
  };
}

function heldSeal(parameters: Parameters, ledger: string): readonly Seal[] {
  const text = parameters.text("seal", /^[0-9A-Za-z_-]{1,4096}$/u, "a seal's JSON in base64url");
  if (text === undefined) return [];
  const seal = parseSeal(Buffer.from(text, "base64url").toString("utf8"));
  if (seal === undefined)
    throw new Problem(400, "bad-parameter", "seal: expected a seal's JSON in base64url");
  if (seal.ledger !== ledger)
    throw new Problem(400, "bad-parameter", `seal: it is of ledger ${seal.ledger}, not of this one`);
  return [seal];
}

/** Tells each stage's beginning and end, and what lies between now and then. */
function progressTeller(response: ServerResponse): (progress: VerifyProgress) => void {
  let stage = "";
  let toldAt = 0;
  return (progress) => {
    const now = Date.now();
    if (progress.stage === stage && progress.done < progress.of && now - toldAt < TELL_MS) return;
    stage = progress.stage;
    toldAt = now;
    write(response, "progress", progress);
  };
}

function write(response: ServerResponse, event: string, data: object): void {
  response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
