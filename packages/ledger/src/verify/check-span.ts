import type { ClientBase } from "pg";
import { copyRows } from "../copy/copy-rows.js";
import { bigintField, microsField } from "../copy/fields.js";
import { emptyRoot, leafHashAt } from "../merkle/index.js";
import { spanBatches, type Tell } from "./batch-check.js";
import { ChainCheck } from "./chain-check.js";
import {
  CONTENT_HASH,
  eventFaults,
  eventFields,
  identityInto,
  POSITION,
  RECORDED_AT,
} from "./event-check.js";
import type { Finding } from "./finding.js";
import { KeyPrints } from "./key-prints.js";
import { Leaves } from "./leaves.js";
import type { Span, SpanReport } from "./span.js";

/** Findings of one span that are kept; the first ones say where it begins. */
const MOST_FINDINGS = 200;

/** A gap so large is a position that was made up, and no tree is right any more. */
const MOST_PLACES = 1_000_000n;

/** Checks the events of a span and their batches: all that needs no other span. */
export async function checkSpan(client: ClientBase, span: Span): Promise<SpanReport> {
  const { ledger, after, upTo, seeds } = span;
  const findings: Finding[] = [];
  const tell: Tell = (code, position, message) => {
    if (findings.length < MOST_FINDINGS) findings.push({ code, position, message });
  };
  const batches = await spanBatches(client, span, tell);
  const links = new ChainCheck(ledger, batches, tell);
  const leaves = new Leaves(after.position);
  const keys = new KeyPrints(seeds);
  const identity = Buffer.alloc(16);
  let expected = after.position + 1n;
  let events = 0;

  /** Up to, not including, a position none is there: the tree keeps their places. */
  const missUpTo = (position: bigint): void => {
    if (expected >= position) return;
    const last = position - 1n;
    const which = last === expected ? `at position ${expected}` : `at the positions ${expected} to ${last}`;
    tell("position-missing", expected, `there is no event ${which}`);
    if (position - expected > MOST_PLACES) expected = position;
    for (; expected < position; expected += 1n) leaves.push(emptyRoot);
  };

  await copyRows(
    client,
    `select ${eventFields} from ledger.event
      where ledger = '${ledger}' and position > ${after.position} and position <= ${upTo.position} order by position`,
    (row) => {
      const position = bigintField(row, POSITION);
      missUpTo(position);
      expected = position + 1n;
      events += 1;
      for (const { code, message } of eventFaults(row)) tell(code, position, message);
      const at = row.at[CONTENT_HASH] ?? 0;
      links.add(position, microsField(row, RECORDED_AT), row.bytes, at);
      leaves.push(leafHashAt(row.bytes, at));
      identityInto(identity, row);
      keys.add(identity, 0, position);
    },
  );
  missUpTo(upTo.position + 1n);
  links.end();
  const { leading, blocks, trailing } = leaves;
  return { batches: batches.length, events, leading, blocks, trailing, keyPrints: keys.all(), findings };
}
