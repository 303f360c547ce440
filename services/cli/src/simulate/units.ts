import type { Random } from "./random.js";

/** A bureau of a simulation: real names of Yancheng's districts and counties, invented diligence. */
export interface SimulatedUnit {
  readonly id: string;
  readonly name: string;
  readonly parent: string;
  readonly regionCode?: string;
  /** Share of its acts that come after their day. */
  readonly slips: number;
  /** Its part of the cases, against the others. */
  readonly share: number;
}

/** The units of a simulation. */
export interface Units {
  readonly all: readonly SimulatedUnit[];
  /** One by its share. */
  readonly pick: (random: Random) => SimulatedUnit;
}

const county = (id: string, name: string, share: number, slips: number): SimulatedUnit => ({
  id,
  name,
  parent: "320900",
  regionCode: id,
  share,
  slips,
});

const counties: readonly [SimulatedUnit, ...SimulatedUnit[]] = [
  county("320902", "亭湖区", 0.16, 0.03),
  county("320903", "盐都区", 0.14, 0.015),
  county("320904", "大丰区", 0.1, 0.025),
  county("320921", "响水县", 0.06, 0.16),
  county("320922", "滨海县", 0.08, 0.04),
  county("320923", "阜宁县", 0.08, 0.01),
  county("320924", "射阳县", 0.08, 0.1),
  county("320925", "建湖县", 0.08, 0.03),
  county("320981", "东台市", 0.1, 0.008),
  county("320971", "盐城经济技术开发区", 0.07, 0.035),
  { id: "320903-yn", name: "盐南高新区", parent: "320900", share: 0.05, slips: 0.055 },
];

/** The city above them. */
export const city = { id: "320900", name: "盐城市", regionCode: "320900" };

/** How many units there are without invented ones. */
export const REAL_UNITS = counties.length;

/**
 * `count` units: the districts and counties, the largest first to be named above; beyond them invented branches (分局) of each
 * in turn, as diligent as the one above them.
 */
export function simulatedUnits(count: number): Units {
  const all = Array.from({ length: count }, (_none, nth) => unitAt(nth));
  const upTo: number[] = [];
  let total = 0;
  for (const { share } of all) {
    total += share;
    upTo.push(total);
  }
  return {
    all,
    pick: (random) => {
      const at = random.next() * total;
      let low = 0;
      let high = all.length - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (at < (upTo[middle] ?? total)) high = middle;
        else low = middle + 1;
      }
      return all[low] ?? counties[0];
    },
  };
}

function unitAt(nth: number): SimulatedUnit {
  const above = counties[nth % counties.length] ?? counties[0];
  const branch = Math.floor(nth / counties.length);
  if (branch === 0) return above;
  return {
    id: `${above.id}-${branch}`,
    name: `${above.name}第${branch}分局`,
    parent: above.id,
    share: above.share,
    slips: above.slips,
  };
}
