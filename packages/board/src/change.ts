import { sameRow, type Version } from "./version.js";

/** A version that begins to be known at a position, and the one it takes the place of. */
export interface Turn {
  readonly subject: string;
  readonly knownFrom: bigint;
  /** `null`: the clock is gone. */
  readonly version: Version | null;
  readonly before: Version | null;
  /** Set when it stopped being known within the same run. */
  knownTo: bigint | null;
}

/** A row of the board that stops being known. */
export interface Closed {
  readonly version: Version;
  readonly knownTo: bigint;
}

/** A case that stops being assessed. */
export interface Parked {
  readonly kind: string;
  readonly subject: string;
  readonly knownFrom: bigint;
  readonly reason: string;
}

/** What a run of events changes on the board: the difference between the versions before and after each of them. */
export class BoardChange {
  readonly closed: Closed[] = [];
  readonly parked: Parked[] = [];
  private readonly noted: Turn[] = [];
  private readonly latest = new Map<string, Turn>();

  /** Notes what the event at `position` made of a case. */
  note(
    subject: string,
    before: ReadonlyMap<string, Version>,
    after: ReadonlyMap<string, Version>,
    position: bigint,
  ): void {
    for (const [key, version] of before) {
      if (after.has(key)) continue;
      this.close(version, position);
      // Nothing is known from here on: the row only says what went.
      this.noted.push({ subject, knownFrom: position, version: null, before: version, knownTo: position });
    }
    for (const [key, version] of after) {
      const previous = before.get(key) ?? null;
      if (previous !== null) {
        if (sameRow(previous, version)) continue;
        this.close(previous, position);
      }
      const turn: Turn = { subject, knownFrom: position, version, before: previous, knownTo: null };
      this.noted.push(turn);
      this.latest.set(key, turn);
    }
  }

  /** What began to be known, in ledger order. */
  turns(): readonly Turn[] {
    return this.noted.sort((a, b) => (a.knownFrom < b.knownFrom ? -1 : a.knownFrom > b.knownFrom ? 1 : 0));
  }

  private close(version: Version, knownTo: bigint): void {
    const own = this.latest.get(version.key);
    if (own === undefined) this.closed.push({ version, knownTo });
    else own.knownTo = knownTo;
    this.latest.delete(version.key);
  }
}
