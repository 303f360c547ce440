import { calendar, zone } from "@anshi/domain";
import { type DemoEvent, demoCase } from "./histories.js";
import { random } from "./random.js";
import { demoCity, demoUnits } from "./units.js";

const DAY = 86_400_000;
const CASES_A_WORKING_DAY = 48;

/** What is invented says so: every demonstration event has this source. */
export const DEMO_SOURCE = "urn:anshi:demo";

/**
 * A synthetic year of Yancheng that ends at `now`, and what is still to come of its cases: every event in time order. The
 * same seed and day give the same year.
 */
export function demoYear(now: number, seed: number): readonly DemoEvent[] {
  const local = zone("Asia/Shanghai");
  const workdays = calendar();
  const chance = random(seed);
  const events: DemoEvent[] = [];
  const last = local.dayOf(now);
  const first = last - 365;
  const registered = local.startOf(first);
  for (const unit of [demoCity, ...demoUnits.map(({ pace: _pace, share: _share, ...unit }) => unit)]) {
    events.push({ at: registered, type: "io.anshi.unit.registered.v1", subject: unit.id, data: unit });
  }
  let count = 0;
  for (let day = first; day <= last; day++) {
    const share = workdays.isWorkday(day) ? 1 : 0.15;
    const arrivals = Math.round(CASES_A_WORKING_DAY * share * (0.7 + 0.6 * chance.next()));
    for (let n = 0; n < arrivals; n++) {
      count += 1;
      const at = local.startOf(day) + 8.5 * 3_600_000 + Math.floor(chance.next() * 9 * 3_600_000);
      events.push(...demoCase(`DEMO-${String(count).padStart(6, "0")}`, at, chance));
    }
  }
  return events.filter(({ at }) => at <= now + 90 * DAY).sort((a, b) => a.at - b.at);
}

/** The event as a CloudEvent. */
export function cloudEvent(event: DemoEvent): object {
  const { at, type, subject, data } = event;
  const time = new Date(Math.floor(at)).toISOString();
  const id = `${subject}/${type.split(".").slice(2, 4).join("-")}/${Math.floor(at)}`;
  return {
    specversion: "1.0",
    id,
    source: DEMO_SOURCE,
    type,
    subject,
    time,
    ...(data === undefined ? {} : { data }),
  };
}
