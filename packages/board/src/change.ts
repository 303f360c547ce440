import type { Slot } from "@anshi/domain";
import type { Cell, Counter } from "./cell.js";
import { sameRow, type Version } from "./version.js";

/** A row to insert: a version and the positions between which it is known. */
export interface Opened {
  readonly subject: string;
  readonly version: Version;
  readonly knownFrom: bigint;
  knownTo: bigint | null;
}

/** A row of the board that stops being known. */
export interface Closed {
  readonly version: Version;
  readonly knownTo: bigint;
}

/** A change of one counter. */
export interface CellDelta {
  readonly slot: Slot;
  readonly counter: Counter;
  readonly day: number;
  readonly other: number;
  n: number;
}

/** A case that stops being assessed. */
export interface Parked {
  readonly kind: string;
  readonly subject: string;
  readonly knownFrom: bigint;
  readonly reason: string;
}

/**
 * What a run of events changes on the board: the difference between the versions before and after each of them.
 * A version both opened and closed within the run is inserted with its end; counters keep only the net change.
 */
export class BoardChange {
  readonly opened: Opened[] = [];
  readonly closed: Closed[] = [];
  readonly parked: Parked[] = [];
  private readonly latest = new Map<string, Opened>();
  private readonly deltas = new Map<string, CellDelta>();

  /** Notes what the event at `position` made of a case. */
  note(
    subject: string,
    before: ReadonlyMap<string, Version>,
    after: ReadonlyMap<string, Version>,
    position: bigint,
  ): void {
    for (const [key, version] of before) {
      const next = after.get(key);
      if (next !== undefined && sameRow(version, next)) continue;
      const own = this.latest.get(key);
      if (own === undefined) this.closed.push({ version, knownTo: position });
      else own.knownTo = position;
      this.latest.delete(key);
      this.count(version, -1);
    }
    for (const [key, version] of after) {
      const previous = before.get(key);
      if (previous !== undefined && sameRow(previous, version)) continue;
      const opened: Opened = { subject, version, knownFrom: position, knownTo: null };
      this.opened.push(opened);
      this.latest.set(key, opened);
      this.count(version, 1);
    }
  }

  /** Counters that changed, net of what cancelled out. */
  cells(): readonly CellDelta[] {
    return [...this.deltas.values()].filter((delta) => delta.n !== 0);
  }

  private count(version: Version, sign: 1 | -1): void {
    for (const cell of version.cells) this.add(version.slot, cell, sign);
  }

  private add(slot: Slot, cell: Cell, sign: 1 | -1): void {
    const key = `${slotKey(slot)} ${cell.counter} ${cell.day} ${cell.other}`;
    const delta = this.deltas.get(key);
    if (delta !== undefined) delta.n += sign * cell.n;
    else
      this.deltas.set(key, {
        slot,
        counter: cell.counter,
        day: cell.day,
        other: cell.other,
        n: sign * cell.n,
      });
  }
}

/** A slot as a text: units hold no spaces. */
export function slotKey(slot: Slot): string {
  return `${slot.clock} ${slot.unit} ${slot.online} ${slot.origin}`;
}
