import type { Instant, Zone } from "@anshi/domain";
import { byPosition } from "./by-position.js";

/** The latest instant of any fact known, as a projection learns of them one after the other. */
export class KnownTime {
  private tomorrow: Instant;

  /** `-Infinity`: nothing is known yet. */
  constructor(
    private readonly zone: Zone,
    private instant: Instant,
  ) {
    this.tomorrow = Number.isFinite(instant) ? this.midnightAfter(instant) : instant;
  }

  get latest(): Instant {
    return this.instant;
  }

  /** Takes note of an instant; answers the last local midnight that the latest one passed with it, if any. */
  learn(instant: Instant): Instant | null {
    const { latest, tomorrow, zone } = this;
    if (instant <= latest) return null;
    this.instant = instant;
    if (instant < tomorrow) return null;
    this.tomorrow = this.midnightAfter(instant);
    return Number.isFinite(latest) ? zone.startOf(zone.dayOf(instant)) : null;
  }

  /**
   * Learns of what is in ledger order, all of a position at once. With each comes the midnight that the latest instant passed with its
   * position, with the first of it alone.
   */
  *learnAll<T>(
    all: readonly T[],
    positionOf: (one: T) => bigint,
    latestOf: (one: T) => Instant,
  ): Iterable<readonly [one: T, midnight: Instant | null]> {
    for (const group of byPosition(all, positionOf)) {
      let latest = Number.NEGATIVE_INFINITY;
      for (const one of group) latest = Math.max(latest, latestOf(one));
      let midnight = this.learn(latest);
      for (const one of group) {
        yield [one, midnight];
        midnight = null;
      }
    }
  }

  private midnightAfter(instant: Instant): Instant {
    return this.zone.startOf(this.zone.dayOf(instant) + 1);
  }
}
