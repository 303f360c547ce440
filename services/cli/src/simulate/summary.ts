import { badKinds } from "./bad.js";
import type { Message } from "./message.js";

/** What a simulation brought of one kind. */
export interface KindCounts {
  readonly cases: number;
  readonly events: number;
  readonly duplicates: number;
  readonly bad: number;
}

/** What a simulation brought. */
export interface SimulationSummary extends KindCounts {
  readonly messages: number;
  /** Events that arrive a day or more after they happened. */
  readonly lateEntries: number;
  readonly retractions: number;
  readonly byKind: Readonly<Record<string, KindCounts>>;
  /** Bad messages by the code they must be refused with. */
  readonly byCode: Readonly<Record<string, number>>;
}

const DAY = 86_400_000;

/** Counts messages as they pass. */
export class Tally {
  readonly #kinds = new Map<string, { cases: number; events: number; duplicates: number; bad: number }>();
  readonly #codes = new Map<string, number>();
  #lateEntries = 0;
  #retractions = 0;
  #messages = 0;

  get messages(): number {
    return this.#messages;
  }

  add({ kind, arrivesAt, fact, bad }: Message): void {
    this.#messages += 1;
    const name = fact.act.slice(0, fact.act.indexOf("."));
    let own = this.#kinds.get(name);
    if (own === undefined) {
      own = { cases: 0, events: 0, duplicates: 0, bad: 0 };
      this.#kinds.set(name, own);
    }
    if (bad !== undefined) {
      own.bad += 1;
      this.#codes.set(badKinds[bad], (this.#codes.get(badKinds[bad]) ?? 0) + 1);
    } else if (kind === "duplicate") {
      own.duplicates += 1;
    } else {
      own.events += 1;
      if (fact.opens === true && fact.again !== true) own.cases += 1;
      if (fact.act === "record.retracted") this.#retractions += 1;
      if (arrivesAt - fact.at >= DAY) this.#lateEntries += 1;
    }
  }

  summary(): SimulationSummary {
    const byKind = Object.fromEntries([...this.#kinds].sort(([a], [b]) => (a < b ? -1 : 1)));
    const sum = (of: keyof KindCounts): number =>
      Object.values(byKind).reduce((total, counts) => total + counts[of], 0);
    return {
      ...{ messages: this.#messages, cases: sum("cases"), events: sum("events") },
      ...{ duplicates: sum("duplicates"), bad: sum("bad") },
      ...{ lateEntries: this.#lateEntries, retractions: this.#retractions },
      byKind,
      byCode: Object.fromEntries([...this.#codes].sort(([a], [b]) => (a < b ? -1 : 1))),
    };
  }
}
