import * as fc from "fast-check";
import { addDays } from "./days.js";
import { type OracleNotice, stateCouncilNotices } from "./notices.js";
import type { OracleWorld } from "./world.js";

/** A world written out as data, so that a calendar of another make can be built from it. */
export interface WorldData {
  /** A zone whose offset was the same throughout 2019–2027. */
  readonly zone: string;
  readonly offsetMinutes: number;
  /** Every known year; all others have no notice. */
  readonly notices: readonly OracleNotice[];
}

/** The world a `WorldData` describes. */
export function worldOf({ offsetMinutes, notices }: WorldData): OracleWorld {
  const off = new Set(notices.flatMap((notice) => notice.off));
  const work = new Set(notices.flatMap((notice) => notice.work));
  const years = new Set(notices.map((notice) => notice.year));
  return {
    offsetMinutes,
    off: (day) => off.has(day),
    work: (day) => work.has(day),
    knownYear: (year) => years.has(year),
  };
}

/** Shanghai with the notices of 2025 and 2026, and none for any other year. */
export const china: WorldData = {
  zone: "Asia/Shanghai",
  offsetMinutes: 480,
  notices: stateCouncilNotices,
};

const zones = [
  { zone: "UTC", offsetMinutes: 0 },
  { zone: "Asia/Kathmandu", offsetMinutes: 345 },
  { zone: "Etc/GMT+5", offsetMinutes: -300 },
] as const;

/** Days off and make-up days thrown into the notices; a day is never both. */
const upset: fc.Arbitrary<WorldData> = fc
  .record({
    zone: fc.oneof(
      { weight: 3, arbitrary: fc.constant({ zone: "Asia/Shanghai", offsetMinutes: 480 }) },
      { weight: 1, arbitrary: fc.constantFrom(...zones) },
    ),
    upsets: fc.array(
      fc.record({ day: fc.nat(729), length: fc.integer({ min: 1, max: 12 }), worked: fc.boolean() }),
      { maxLength: 8 },
    ),
  })
  .map(({ zone, upsets }) => ({
    ...zone,
    notices: stateCouncilNotices.map((notice) => upsets.reduce(upsetBy, notice)),
  }));

function upsetBy(
  notice: OracleNotice,
  { day, length, worked }: { day: number; length: number; worked: boolean },
): OracleNotice {
  const days = Array.from({ length }, (_, n) => addDays("2025-01-01", day + n)).filter((each) =>
    each.startsWith(String(notice.year)),
  );
  const off = notice.off.filter((each) => !days.includes(each));
  const work = notice.work.filter((each) => !days.includes(each));
  return worked
    ? { ...notice, off, work: [...work, ...days].toSorted() }
    : { ...notice, off: [...off, ...days].toSorted(), work };
}

/** Worlds: mostly the real one, else random days off, random make-up days and another zone. */
export const world: fc.Arbitrary<WorldData> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(china) },
  { weight: 1, arbitrary: upset },
);
