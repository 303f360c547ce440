import type { Client } from "pg";
import { connect, type DatabaseAccess } from "../crew/connect.js";
import { openCrew } from "../crew/crew.js";
import { head } from "../head.js";
import type { LedgerId, Position } from "../ledger-id.js";
import { Tree } from "../merkle/index.js";
import { sealsAfter } from "../seal/read-seals.js";
import { drawSeeds, oddKeys } from "./check-keys.js";
import { checkSeals, type Trust } from "./check-seals.js";
import { type Checkers, checking } from "./checking.js";
import { beginning, lastCut } from "./cuts.js";
import type { Finding } from "./finding.js";
import { Findings } from "./findings.js";
import { differing, KeyPrints } from "./key-prints.js";
import { extend } from "./leaves.js";
import { SealMeeting } from "./meet-seals.js";
import { eachSpan } from "./spans.js";

/** How far a verification has come, in events, identities, seals or whatever the stage counts. */
export interface VerifyProgress {
  readonly stage: string;
  readonly done: number;
  readonly of: number;
}

/** A check of something that lies above the ledger, such as published figures. */
export interface FurtherCheck {
  /** Of its stage. */
  readonly name: string;
  /** Checks what the events up to a position say; tells what is wrong and answers what it checked, and how many. */
  readonly run: (context: {
    readonly ledger: LedgerId;
    readonly upTo: Position;
    readonly tell: (finding: Finding) => void;
    readonly progress: (done: number, of: number) => void;
    readonly signal: AbortSignal | undefined;
  }) => Promise<Readonly<Record<string, number>>>;
}

export interface VerifyOptions {
  readonly database: DatabaseAccess;
  readonly ledger: LedgerId;
  readonly trust?: Partial<Trust>;
  readonly checks?: readonly FurtherCheck[];
  /** Threads beside this one; default 0: all is done here. */
  readonly threads?: number;
  /** Events that are checked in one go; default 65,536. */
  readonly spanEvents?: number;
  readonly onProgress?: (progress: VerifyProgress) => void;
  readonly signal?: AbortSignal;
}

/** What a verification came to. */
export interface Verification {
  readonly ok: boolean;
  readonly ledger: LedgerId;
  /** The head that was verified. */
  readonly position: Position;
  readonly checked: Readonly<Record<string, number>>;
  /** In order of position; the first thousand. */
  readonly findings: readonly Finding[];
  /** How many there were. */
  readonly found: number;
  /** Up to where seals vouch for it, if nothing was found. */
  readonly sealed: Position;
  /** The public key of the last seal: to be held against one that was published elsewhere. */
  readonly key: string | null;
}

/**
 * Verifies a ledger up to its head: every body against its hash and its columns, positions, batches and their chain, identities,
 * seals against the Merkle tree and the chain, then what `checks` ask. It reads everything once, in spans of batches side by side,
 * and holds a few of them at a time. Rejects when the database cannot be asked, and when `signal` aborts.
 */
export async function verify(options: VerifyOptions): Promise<Verification> {
  const client = await connect(options.database);
  const checkers = await openCrew(checking, undefined, { threads: 0, ...options });
  try {
    return await verifyWith(client, checkers, options);
  } finally {
    await Promise.all([client.end(), checkers.close()]);
  }
}

/** Ranges of positions in which identities are looked at one by one: the first ones say enough. */
const MOST_BUCKETS = 5;

async function verifyWith(client: Client, checkers: Checkers, options: VerifyOptions): Promise<Verification> {
  const { ledger, checks = [], onProgress = () => undefined, signal } = options;
  const findings = new Findings();
  // Seals first: no head that is read later can be before one of them.
  const stored = await sealsAfter(client, ledger, 0n);
  const last = await lastCut(client, ledger, await head(client, ledger));
  const trust = { publicKeys: [], held: [], ...options.trust };
  const seals = checkSeals(ledger, stored, trust, findings.tell);
  onProgress({ stage: "seals", done: seals.length, of: seals.length });

  const seeds = drawSeeds();
  const table = checkers.ask("keys", { ledger, upTo: last.position, seeds });
  table.catch(() => undefined);
  const tree = new Tree();
  const keys = new KeyPrints(seeds);
  const meeting = new SealMeeting(seals, findings.tell);
  const counted = { events: 0, batches: 0 };
  const stops = seals.map(({ seal }) => seal.position);
  await eachSpan(client, checkers, { ...options, from: beginning, last, stops, seeds }, (report, upTo) => {
    signal?.throwIfAborted();
    extend(tree, report);
    keys.merge(report.keyPrints);
    findings.add(report.findings);
    counted.events += report.events;
    counted.batches += report.batches;
    meeting.reach({ cut: upTo, tree, count: BigInt(counted.events) });
    onProgress({ stage: "events", done: Number(upTo.position), of: Number(last.position) });
  });
  meeting.end(last.position);

  onProgress({ stage: "identities", done: 0, of: counted.events });
  const { prints, last: lastKey } = await table;
  const inTable = new KeyPrints(seeds);
  inTable.merge(prints);
  for (const positions of differing(keys, inTable).slice(0, MOST_BUCKETS))
    findings.add(await oddKeys(client, ledger, positions, last.position));
  await lookBeyond(client, ledger, lastKey, findings);
  onProgress({ stage: "identities", done: counted.events, of: counted.events });

  const checked: Record<string, number> = { ...counted, seals: seals.length };
  for (const check of checks) {
    const more = await check.run({
      ledger,
      upTo: last.position,
      tell: (finding) => findings.add([finding]),
      progress: (done, of) => onProgress({ stage: check.name, done, of }),
      signal,
    });
    Object.assign(checked, more);
  }
  const lastOfAll = seals.at(-1)?.seal;
  return {
    ok: findings.found === 0,
    ledger,
    position: last.position,
    checked,
    findings: findings.inOrder(),
    found: findings.found,
    sealed: lastOfAll?.position ?? 0n,
    key: lastOfAll?.key ?? null,
  };
}

/** Beyond the head nothing stands: no event that no batch brought, no identity that leads there. */
async function lookBeyond(
  client: Client,
  ledger: LedgerId,
  lastKey: bigint,
  findings: Findings,
): Promise<void> {
  const { rows } = await client.query<{ head: string; beyond: string | null }>(
    `with head as (
       select coalesce((select last_position from ledger.batch where ledger = $1 order by number desc limit 1), 0) as position
     )
     select head.position as head,
            (select position from ledger.event where ledger = $1 and position > head.position order by position limit 1) as beyond
       from head`,
    [ledger],
  );
  const { head: position = "0", beyond = null } = rows[0] ?? {};
  if (beyond !== null) findings.tell("batch-missing", BigInt(beyond), "no batch brought this event");
  if (lastKey > BigInt(position))
    findings.tell("identity", lastKey, "an identity leads beyond the ledger's end");
}
