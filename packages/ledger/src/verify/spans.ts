import type { Client } from "pg";
import type { LedgerId, Position } from "../ledger-id.js";
import type { Crew } from "./crew.js";
import { cutAt } from "./cuts.js";
import type { Cut, SpanReport } from "./span.js";

/** Events that are checked in one go, if nothing else is said. */
const SPAN_EVENTS = 65_536;

/** What is to be read: the batches after one cut, up to another. */
export interface Reach {
  readonly ledger: LedgerId;
  readonly from: Cut;
  readonly last: Cut;
  /** Positions at which a span must end, ascending. */
  readonly stops?: readonly Position[];
  readonly spanEvents?: number;
  /** Drawn for the run; see key-prints. */
  readonly seeds: readonly [number, number];
  readonly signal?: AbortSignal | undefined;
}

/** Has a crew check span after span, some ahead of the one that is taken, and takes them in order. */
export async function eachSpan(
  client: Client,
  crew: Crew,
  { ledger, from, last, stops = [], spanEvents = SPAN_EVENTS, seeds, signal }: Reach,
  take: (report: SpanReport, upTo: Cut) => void,
): Promise<void> {
  const ahead: { readonly upTo: Cut; readonly report: Promise<SpanReport> }[] = [];
  const takeFirst = async (): Promise<void> => {
    const first = ahead.shift();
    if (first !== undefined) take(await first.report, first.upTo);
  };
  let stop = 0;
  for (let after = from; after.number < last.number; ) {
    signal?.throwIfAborted();
    const target = after.position + BigInt(spanEvents);
    while ((stops[stop] ?? target) <= after.position) stop += 1;
    const next = stops[stop] ?? target;
    const upTo = await cutAt(client, ledger, after, next < target ? next : target, last);
    const report = crew.perform("span", { ledger, after, upTo, seeds });
    // Whoever takes it hears of its failure; until then it is nobody's.
    report.catch(() => undefined);
    ahead.push({ upTo, report });
    after = upTo;
    if (ahead.length > crew.size) await takeFirst();
  }
  while (ahead.length > 0) await takeFirst();
}
