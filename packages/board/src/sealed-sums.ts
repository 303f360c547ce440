import type { ClockKind, Cohort, Day } from "@anshi/domain";
import type { LedgerId, Queryable } from "@anshi/ledger";
import { type Axis, type Counter, counters, seriesOf } from "./mark.js";
import { group64, type NodeKey, nodesUpTo } from "./node.js";
import { readGroupsBefore, readNodes } from "./read-nodes.js";
import type { StoredSlot } from "./slot.js";
import { noSums, type SumName, type Sums, sumAt } from "./sums.js";

/** Which days of which series a sum is of: from the day after `after` (none: from the first) to `upto`. */
interface Span {
  readonly kind: ClockKind;
  readonly axis: Axis;
  readonly after: Day | null;
  readonly upto: Day;
  readonly into: readonly (readonly [counter: number, sum: number])[];
}

/** What is asked of the anchors. */
export interface SealedQuestion {
  readonly ledger: LedgerId;
  readonly cohort: Cohort;
  readonly window: { readonly from?: Day; readonly to?: Day };
  /** T's local day: misses count to the day before it, what shows on it already is in the tail. */
  readonly today: Day;
  readonly kinds: readonly ClockKind[];
  /** Kinds that are also asked by start day. */
  readonly byStart: readonly ClockKind[];
}

const ALWAYS = Number.POSITIVE_INFINITY;

/** The sums sealed at a block; by slot id. */
export async function sealedSums(
  db: Queryable,
  question: SealedQuestion,
  block: number,
  slots: readonly StoredSlot[],
): Promise<ReadonlyMap<number, Sums>> {
  const sums = new Map<number, Sums>();
  if (block === 0) return sums;
  const spans = spansOf(question);
  const prefixes = await readPrefixes(db, question.ledger, spans, block);
  for (const { kind, axis, after, upto, into } of spans) {
    const series = seriesOf(kind, axis);
    const high = prefixes.get(prefixKey(series, upto)) ?? [];
    const low = after === null ? [] : (prefixes.get(prefixKey(series, after)) ?? []);
    const width = counters[axis].length;
    for (const { id, slot, place } of slots) {
      if (slot.clock !== kind || place === null) continue;
      const own = sums.get(id) ?? noSums();
      sums.set(id, own);
      for (const [counter, sum] of into) {
        const index = place * width + counter;
        own[sum] = (own[sum] ?? 0) + (high[index] ?? 0) - (low[index] ?? 0);
      }
    }
  }
  return sums;
}

function spansOf({ cohort, window, today, kinds, byStart }: SealedQuestion): readonly Span[] {
  const spans: Span[] = [];
  const from = window.from === undefined ? null : window.from - 1;
  const to = window.to ?? ALWAYS;
  for (const kind of kinds) {
    const put = <A extends Axis>(
      axis: A,
      after: Day | null,
      upto: Day,
      into: readonly (readonly [Counter<A>, SumName])[],
    ): void => {
      const names: readonly string[] = counters[axis];
      if (after !== null && after >= upto) return;
      spans.push({
        kind,
        axis,
        after,
        upto,
        into: into.map(([name, sum]) => [names.indexOf(name), sumAt[sum]]),
      });
    };
    if (cohort !== "received" || successKinds.has(kind)) {
      put("stop", from, to, [
        ["kept", "kept"],
        ["void", "void"],
        ["late", "late"],
        ["succeeded", "succeeded"],
        ["failed", "failed"],
      ]);
    }
    if (kind === "complaint.mediate") {
      put("rating", from, to, [
        ["ratings", "ratings"],
        ["scores", "scores"],
      ]);
    }
    if (cohort === "settled") {
      put("start", null, ALWAYS, [
        ["started", "startedAll"],
        ["provisional", "provisionalAll"],
      ]);
      put("stop", null, ALWAYS, [
        ["kept", "keptAll"],
        ["void", "voidAll"],
      ]);
      put("miss", null, today - 1, [["missed", "missedAll"]]);
      put("miss", from, Math.min(to, today - 1), [["missed", "missed"]]);
      // A late stop lies not before its miss, so none is of a day after T's.
      put("miss", from, Math.min(to, today), [["late", "lateMissed"]]);
    }
    if (byStart.includes(kind)) {
      put("start", from, to, [
        ["started", "startedIn"],
        ["kept", "keptIn"],
        ["late", "lateIn"],
        ["void", "voidIn"],
        ["missed", "missedIn"],
        ["provisional", "provisionalIn"],
      ]);
    }
  }
  return spans;
}

const successKinds: ReadonlySet<ClockKind> = new Set(["complaint.mediate", "odr.close"]);

/** Sums of a series over all days to one, by `prefixKey`. */
async function readPrefixes(
  db: Queryable,
  ledger: LedgerId,
  spans: readonly Span[],
  block: number,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const wanted = new Map<string, { readonly series: number; readonly day: Day }>();
  for (const { kind, axis, after, upto } of spans) {
    const series = seriesOf(kind, axis);
    for (const day of [after, upto]) if (day !== null) wanted.set(prefixKey(series, day), { series, day });
  }
  const prefixes = new Map<string, number[]>();
  const addTo = (key: string, sums: readonly number[]): void => {
    const own = prefixes.get(key);
    if (own === undefined) prefixes.set(key, [...sums]);
    else
      sums.forEach((sum, index) => {
        own[index] = (own[index] ?? 0) + sum;
      });
  };

  const below: { series: number; before: number; key: string }[] = [];
  const nodes: (NodeKey & { key: string })[] = [];
  for (const [key, { series, day }] of wanted) {
    below.push({ series, before: day === ALWAYS ? LAST_GROUP : group64(day), key });
    if (day !== ALWAYS) for (const node of nodesUpTo(series, day)) nodes.push({ ...node, key });
  }
  for (const { index, sums } of await readGroupsBefore(db, ledger, below, block)) {
    addTo(below[index]?.key ?? "", sums);
  }
  if (nodes.length > 0) {
    for (const { index, sums } of await readNodes(db, ledger, nodes, block))
      addTo(nodes[index]?.key ?? "", sums);
  }
  return prefixes;
}

const LAST_GROUP = 2 ** 31 - 1;

function prefixKey(series: number, day: Day): string {
  return `${series} ${day}`;
}
