import { type ImportCounts, nothing, plus } from "./counts.js";

/** What is done of a file without a gap from its start: every row up to `row` is answered and noted. */
export interface Done {
  readonly row: number;
  readonly counts: ImportCounts;
}

export const notBegun: Done = { row: 0, counts: nothing };

/**
 * Batches finish in any order; an import may be taken up again only after the last one before which none is missing. Numbers count
 * from 0 in the order of the file.
 */
export class Prefix {
  readonly #waiting = new Map<number, Done>();
  #next = 0;
  #done: Done;

  constructor(from: Done) {
    this.#done = from;
  }

  get done(): Done {
    return this.#done;
  }

  finish(number: number, lastRow: number, counts: ImportCounts): void {
    this.#waiting.set(number, { row: lastRow, counts });
    for (let each = this.#waiting.get(this.#next); each !== undefined; each = this.#waiting.get(this.#next)) {
      this.#waiting.delete(this.#next);
      this.#next += 1;
      this.#done = { row: each.row, counts: plus(this.#done.counts, each.counts) };
    }
  }
}
