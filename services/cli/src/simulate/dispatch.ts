import { formatDay } from "@anshi/domain";
import { extend } from "./lead.js";
import { doneAt, pause, type Story } from "./story.js";

const WORKING_DAYS_TO_CLOSE_ODR = 10;
const WORKING_DAYS_TO_CLAIM = 20;

/** A monitoring dispatch (监测信息): verified, or returned as another's. */
export function dispatch(story: Story): void {
  const { random, hours, at, unit, traders, tell } = story;
  const day = hours.dayOf(at);
  tell(at, "dispatch.issued", {
    unit: unit.id,
    batch: formatDay(day).slice(0, 7),
    ...(random.chance(0.25) ? { dueOn: formatDay(hours.workdayAfter(day, 15 + random.below(10))) } : {}),
    ...(random.chance(0.4) ? { respondent: random.pick(traders) } : {}),
  });
  if (random.chance(0.03)) {
    tell(hours.actAfter(at, 1 + random.below(12), random), "dispatch.returned");
    return;
  }
  const limit = extend(story, "dispatch", at, at);
  const from = random.chance(0.03)
    ? pause(story, "dispatch", hours.actAfter(at, random.below(8), random), ["检测", "鉴定", "检定"])
    : at;
  const verified = doneAt(story, from, limit, unit.slips);
  if (verified === undefined) return;
  tell(verified, "dispatch.verified", { result: random.pick(["confirmed", "confirmed", "refuted"]) });
  if (random.chance(0.5)) tell(hours.actAfter(verified, 1 + random.below(20), random), "dispatch.completed");
}

/** Identity data of a trader (主体身份信息): claimed and disposed of. */
export function identity(story: Story): void {
  const { random, hours, at, unit, tell } = story;
  const dueOn = formatDay(hours.workdayAfter(hours.dayOf(at), WORKING_DAYS_TO_CLAIM));
  tell(at, "identity.issued", { unit: unit.id, ...(random.chance(0.2) ? { dueOn } : {}) });
  const claimed = doneAt(story, at, WORKING_DAYS_TO_CLAIM / 2, unit.slips);
  if (claimed === undefined) return;
  tell(claimed, "identity.claimed");
  if (!random.chance(0.3 * unit.slips))
    tell(hours.actAfter(claimed, 1 + random.below(WORKING_DAYS_TO_CLAIM / 2), random), "identity.disposed");
}

/** An item of online dispute resolution. */
export function odr(story: Story): void {
  const { random, hours, at, unit, tell } = story;
  const dueOn = formatDay(hours.workdayAfter(hours.dayOf(at), WORKING_DAYS_TO_CLOSE_ODR + 5));
  tell(at, "odr.received", { unit: unit.id, ...(random.chance(0.2) ? { dueOn } : {}) });
  const closed = doneAt(story, at, WORKING_DAYS_TO_CLOSE_ODR, unit.slips);
  if (closed !== undefined) tell(closed, random.chance(0.7) ? "odr.settled" : "odr.failed");
}
