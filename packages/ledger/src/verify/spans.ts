import type { Client } from "pg";
import type { LedgerId, Position } from "../ledger-id.js";
import type { Checkers } from "./checking.js";
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
}

/** Has span after span checked, some ahead of the one that is taken, and takes them in order. */
export async function eachSpan(
  client: Client,
  checkers: Checkers,
  { ledger, from, last, stops = [], spanEvents = SPAN_EVENTS, seeds }: Reach,
  take: (report: SpanReport, upTo: Cut) => void,
): Promise<void> {
  const ahead: { readonly upTo: Cut; readonly report: Promise<SpanReport> }[] = [];
  const takeFirst = async (): Promise<void> => {
    const first = ahead.shift();
    if (first !== undefined) take(await first.report, first.upTo);
  };
  let stop = 0;
  for (let after = from; after.number < last.number; ) {
    const target = after.position + BigInt(spanEvents);
    while ((stops[stop] ?? target) <= after.position) stop += 1;
    const next = stops[stop] ?? target;
    const upTo = await cutAt(client, ledger, after, next < target ? next : target, last);
    const report = checkers.ask("span", { ledger, after, upTo, seeds });
    // Whoever takes it hears of its failure; until then it is nobody's.
    report.catch(() => undefined);
    ahead.push({ upTo, report });
    after = upTo;
    if (ahead.length > checkers.members.length) await takeFirst();
  }
  while (ahead.length > 0) await takeFirst();
}
