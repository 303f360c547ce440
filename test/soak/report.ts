import type { Judged } from "./judge.js";
import type { Answers } from "./traffic.js";

/** What a soak found. */
export interface SoakReport {
  readonly seconds: number;
  readonly seed: number;
  readonly faults: readonly Judged[];
  /** Faults that were left out, with the reason. */
  readonly leftOut: readonly string[];
  readonly starts: number;
  readonly traffic: {
    readonly acknowledged: number;
    readonly perSecond: number;
    readonly answers: Answers;
    readonly probes: number;
  };
  /** Medians of the first and of the last third of the run, bytes; handles are counted. */
  readonly memory: readonly {
    readonly what: string;
    readonly first: number;
    readonly last: number;
    readonly most: number;
  }[];
  readonly ledger: { readonly events: number };
  readonly board: { readonly questions: number; readonly rows: number };
  /** Empty when every promise was kept. */
  readonly breaches: readonly string[];
}

/** The report as a table for people. */
export function reportText(report: SoakReport): string {
  const { traffic } = report;
  const lines = [
    `soak of ${Math.round(report.seconds)} s, seed ${report.seed}: ${report.faults.length} faults, anshi started ${report.starts} times`,
    "",
    row("fault", "layout", "times", "lasted", "noticed after", "recovered after"),
    ...grouped(report.faults).map(({ fault, layout, all }) =>
      row(
        fault,
        layout,
        String(all.length),
        range(all.map(({ from, until }) => until - from)),
        range(all.map(({ noticedMs }) => noticedMs)),
        range(all.map(({ recoveredMs }) => recoveredMs)),
      ),
    ),
    ...report.leftOut.map((reason) => `left out – ${reason}`),
    "",
    `acknowledged ${traffic.acknowledged} events, ${Math.round(traffic.perSecond)} a second over the whole run`,
    `answers ${Object.entries(traffic.answers)
      .map(([status, count]) => `${status}: ${count}`)
      .join(", ")}; green put to the proof ${traffic.probes} times`,
    ...report.memory.map(({ what, first, last, most }) => `${what}: ${first} → ${last}, at most ${most}`),
    `ledger: ${report.ledger.events} events; board: ${report.board.questions} questions, ${report.board.rows} rows compared`,
    "",
    ...(report.breaches.length === 0
      ? ["every promise was kept"]
      : [`${report.breaches.length} breaches`, ...report.breaches.map((breach) => `- ${breach}`)]),
  ];
  return `${lines.join("\n")}\n`;
}

function row(fault: string, ...cells: readonly string[]): string {
  const widths = [10, 6, 14, 14, 15];
  return `${fault.padEnd(28)}${cells.map((cell, n) => cell.padStart(widths[n] ?? 0)).join(" ")}`;
}

function grouped(faults: readonly Judged[]) {
  const groups = new Map<string, readonly Judged[]>();
  for (const each of faults) {
    const key = `${each.layout} ${each.fault}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, all]) => {
      const [first] = all;
      return first === undefined ? [] : [{ fault: first.fault, layout: first.layout, all }];
    });
}

/** Milliseconds as seconds, least to most. */
function range(values: readonly (number | undefined)[]): string {
  const known = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  const [least] = known;
  const most = known.at(-1);
  if (least === undefined || most === undefined) return "–";
  const seconds = (value: number): string => (value / 1_000).toFixed(1);
  return least === most ? `${seconds(least)} s` : `${seconds(least)}–${seconds(most)} s`;
}
