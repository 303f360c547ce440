import { arrangementOf, type Day, parseDay, yearOf } from "@anshi/domain";
import type { SimulatedFact } from "./fact.js";
import type { OfficeHours } from "./office-hours.js";
import { city, type Units } from "./units.js";

/** The units, registered as the simulation begins. */
export function unitFacts(first: Day, hours: OfficeHours, units: Units): readonly SimulatedFact[] {
  const registered = units.all.map(({ slips: _slips, share: _share, ...unit }) => unit);
  return [city, ...registered].map((data) => ({
    at: hours.startOf(first),
    act: "unit.registered",
    subject: data.id,
    data,
  }));
}

/** The calendars of the years a simulation touches, published in the November before or as it begins. */
export function calendarFacts(first: Day, last: Day, hours: OfficeHours): readonly SimulatedFact[] {
  const facts: SimulatedFact[] = [];
  for (let year = yearOf(first); year <= yearOf(last) + 1; year++) {
    const notice = parseDay(`${year - 1}-11-25`) ?? first;
    const day = Math.max(first, notice);
    const arrangement = day > last ? undefined : arrangementOf(hours.calendar, year);
    if (arrangement !== undefined) {
      const at = hours.startOf(day) + 1;
      facts.push({
        at,
        act: "calendar.published",
        subject: `cn-${year}`,
        data: { ...arrangement, notice: `国务院办公厅关于${year}年部分节假日安排的通知` },
      });
    }
  }
  return facts;
}
