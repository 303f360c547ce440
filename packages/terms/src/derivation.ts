import { dayName } from "./day.js";
import type { Language } from "./language.js";

/** One day, or a run of days, of a derivation. */
export interface DerivationRow {
  readonly day: string;
  readonly to?: string;
  readonly what: string;
  readonly count?: number;
  readonly note?: string;
}

/** Notes that only say again what the name of the line says. */
const saidAlready: ReadonlySet<string> = new Set(["not counted"]);

/** A derivation, one line a run of like days: `2026-10-01…2026-10-07 holiday ×7`, `2026-10-08…2026-10-09 counted 1–2`. */
export function derivationLines(rows: readonly DerivationRow[], language: Language): readonly string[] {
  return runs(rows).map((run) => {
    const { day, what, note } = run;
    const days = run.to === day ? day : `${day}…${run.to}`;
    const name = dayName(what, language);
    const count = countText(run);
    const more = note === undefined || (language === "zh" && saidAlready.has(note)) ? "" : ` (${note})`;
    return `${days.padEnd(21)}  ${name}${count}${more}`;
  });
}

interface Run {
  readonly day: string;
  readonly what: string;
  readonly note: string | undefined;
  readonly from: number | undefined;
  to: string;
  length: number;
  count: number | undefined;
}

function countText(run: Run): string {
  if (run.from !== undefined) return run.count === run.from ? ` ${run.from}` : ` ${run.from}–${run.count}`;
  return run.length > 1 ? ` ×${run.length}` : "";
}

function runs(rows: readonly DerivationRow[]): readonly Run[] {
  const found: Run[] = [];
  for (const row of rows) {
    const to = row.to ?? row.day;
    const last = found.at(-1);
    const goesOn = last !== undefined && last.what === row.what && last.note === row.note;
    if (goesOn && daysBetween(last.to, row.day) === 1 && numbered(last.count, row.count)) {
      last.length += 1 + daysBetween(row.day, to);
      last.to = to;
      last.count = row.count;
    } else {
      const length = 1 + daysBetween(row.day, to);
      found.push({
        day: row.day,
        what: row.what,
        note: row.note,
        from: row.count,
        count: row.count,
        to,
        length,
      });
    }
  }
  return found;
}

function numbered(before: number | undefined, after: number | undefined): boolean {
  return before === undefined ? after === undefined : after === before + 1;
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
