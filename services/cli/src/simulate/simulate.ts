import type { Instant } from "@anshi/domain";
import { ArrivalQueue } from "./arrival-queue.js";
import { type Arrivals, arrivals } from "./arrivals.js";
import { complaint } from "./complaint.js";
import { disordered } from "./disorder.js";
import { dispatch, identity, odr } from "./dispatch.js";
import type { SimulatedFact } from "./fact.js";
import { lead } from "./lead.js";
import type { Message } from "./message.js";
import { comesInAt, officeHours } from "./office-hours.js";
import type { SimulationOptions } from "./options.js";
import { random, seedOf } from "./random.js";
import { calendarFacts, unitFacts } from "./reference.js";
import { shuffled, shuffledWhole } from "./shuffle.js";
import type { Story } from "./story.js";
import { traders } from "./traders.js";
import { simulatedUnits } from "./units.js";

const ZONE = "Asia/Shanghai";
/** Beyond the last day, so that what is planned there has a day; later acts are cut off anyway. */
const DAYS_AFTER = 500;
const SUBJECT_DIGITS = 6;
/** How many cases are shuffled at once; their messages take some 600 MB. */
const CASES_HELD = 200_000;

/** Shares of the kinds of cases, summed up. */
const kinds = [
  { upTo: 0.58, tell: complaint },
  { upTo: 0.74, tell: lead },
  { upTo: 0.93, tell: dispatch },
  { upTo: 0.97, tell: identity },
  { upTo: 1, tell: odr },
] as const;
/** A burst is about one trader: people complain to and report to one unit. */
const BURST_TO_ITS_UNIT = 0.7;
const KINDS_OF_A_BURST = 0.74;

/**
 * A synthetic history of Yancheng's bureaus as messages in order of arrival (or shuffled): invented cases of every kind that
 * come in at the rhythm of weeks and seasons and are worked on within office hours by units of differing diligence. Pure: the
 * same options give the same messages. It holds the cases under way, not those that are over.
 */
export function simulate(options: SimulationOptions): Generator<Message, void> {
  const { cases, seed, disorder } = options;
  const make = (): Generator<Message, void> => inOrderOfArrival(options);
  if (disorder.shuffle === Number.POSITIVE_INFINITY)
    return shuffledWhole(make, Math.ceil(cases / CASES_HELD) || 1, seedOf(seed, -5));
  return disorder.shuffle > 1 ? shuffled(make(), disorder.shuffle, random(seedOf(seed, -5))) : make();
}

function* inOrderOfArrival(options: SimulationOptions): Generator<Message, void> {
  const { first, last, seed, source } = options;
  const hours = officeHours(first, last + DAYS_AFTER, ZONE);
  const units = simulatedUnits(options.units);
  const until = options.until ?? hours.startOf(last + 1) - 1;
  const codes = traders(random(seedOf(seed, -3)));
  const queue = new ArrivalQueue();
  const add = (message: Message): void => queue.add(message);

  for (const fact of unitFacts(first, hours, units)) add({ kind: "event", arrivesAt: fact.at, fact });
  if (options.calendars)
    for (const fact of calendarFacts(first, last, hours)) add({ kind: "event", arrivesAt: fact.at, fact });

  const send = disordered(options.disorder, source, until, random(seedOf(seed, -4)));
  let count = 0;
  for (const day of arrivals({ first, last }, options.cases, seed, hours, units)) {
    const startOfDay = hours.startOf(day.day);
    yield* queue.before(startOfDay);
    for (let nth = 0; nth < day.cases; nth++) {
      const own = random(seedOf(seed, count));
      count += 1;
      const subject = `${options.subjectPrefix}${String(count).padStart(SUBJECT_DIGITS, "0")}`;
      const came = startOfDay + comesInAt(own);
      const tell = (at: Instant, act: string, data?: SimulatedFact["data"]): void => {
        if (at > until) return;
        // Whatever else happens takes its time.
        const opens = at === came ? { opens: true as const } : {};
        send({ at, act, subject, ...(data === undefined ? {} : { data }), ...opens }, add);
      };
      tellCase(day, {
        subject,
        at: came,
        units,
        random: own,
        hours,
        traders: codes,
        tell,
      });
    }
  }
  yield* queue.before(Number.POSITIVE_INFINITY);
}

function tellCase(day: Arrivals, story: Omit<Story, "unit">): void {
  const { random: own, units } = story;
  const hit = day.burst !== undefined && own.chance(BURST_TO_ITS_UNIT) ? day.burst : undefined;
  const unit = hit ?? units.pick(own);
  const drawn = own.next() * (hit === undefined ? 1 : KINDS_OF_A_BURST);
  const kind = kinds.find(({ upTo }) => drawn < upTo) ?? kinds[0];
  kind.tell({ ...story, unit });
}
