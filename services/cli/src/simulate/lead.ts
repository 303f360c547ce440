import { formatDay, type Instant } from "@anshi/domain";
import { classify, doneAt, passOn, pause, type Story } from "./story.js";

const WORKING_DAYS_TO_VERIFY = 15;
const WORKING_DAYS_OF_A_LETTER = 25;
const origins = [
  ...["report", "report", "report", "report", "report"],
  ...["assigned", "supervised", "inspection", "monitoring"],
] as const;

/** A lead (违法线索): verified, and handled when another body instructed it (交办, 督办). */
export function lead(story: Story): void {
  const { random, hours, at, unit, tell } = story;
  const origin = random.pick(origins as unknown as readonly [string, ...string[]]);
  const instructed = origin === "assigned" || origin === "supervised";
  const letterDue = hours.workdayAfter(hours.dayOf(at), WORKING_DAYS_OF_A_LETTER);
  const letter = random.chance(0.8)
    ? { dueOn: formatDay(letterDue), letterNo: `盐市监函-${1 + random.below(900)}` }
    : { dueAt: new Date(hours.startOf(letterDue) + 18 * 3_600_000).toISOString() };
  tell(at, "lead.received", {
    unit: unit.id,
    origin,
    ...classify(story, "lead", 0.8),
    ...(instructed && random.chance(0.7) ? letter : {}),
  });
  const held = random.chance(0.03) ? passOn(story, "lead", { origin: "transferred" }) : { holder: unit, at };
  if (held === undefined) return;
  if (random.chance(0.2))
    tell(held.at + 1 + random.below(3_600_000), "lead.assigned", {
      office: `${held.holder.id}-${1 + random.below(6)}`,
    });
  if (random.chance(0.01)) {
    tell(hours.actAfter(held.at, random.below(9), random), "lead.withdrawn");
    return;
  }

  let from = held.at;
  if (random.chance(0.05))
    from = pause(story, "lead", hours.actAfter(from, random.below(8), random), [
      ...(["检测", "检验", "鉴定", "检疫", "权利人辨认"] as const),
      // Not listed for leads.
      "检定",
    ]);
  if (random.chance(0.05)) from = repeat(story, from);
  const limit = extend(story, "lead", from, held.at);
  const verified = doneAt(story, from, limit, held.holder.slips);
  if (verified === undefined) return;
  tell(verified, "lead.verified", {
    result: random.pick(["filed", "not-filed", "transferred", "unfounded"]),
  });
  if (!instructed) return;
  const completed = doneAt(
    story,
    verified,
    WORKING_DAYS_OF_A_LETTER - WORKING_DAYS_TO_VERIFY,
    held.holder.slips,
  );
  if (completed !== undefined) tell(completed, "lead.completed");
}

/** The same is reported again, with new facts or without. Answers from when on the work counts. */
function repeat({ random, hours, tell }: Story, from: Instant): Instant {
  const at = hours.actAfter(from, 1 + random.below(10), random);
  const newFacts = random.chance(0.5);
  tell(at, "lead.repeated", { newFacts });
  return newFacts ? at : from;
}

/** An extension, mostly in time: then it doubles the days there are; one that comes too late helps nobody. */
export function extend(story: Story, kind: string, from: Instant, received: Instant): number {
  const { random, hours, tell } = story;
  const n = random.next();
  if (n < 0.08) {
    const until = formatDay(hours.workdayAfter(hours.dayOf(received), 2 * WORKING_DAYS_TO_VERIFY));
    tell(
      hours.actAfter(from, 8 + random.below(5), random),
      `${kind}.extended`,
      random.chance(0.3) ? { until } : undefined,
    );
    return 2 * WORKING_DAYS_TO_VERIFY - 2;
  }
  if (n < 0.095)
    tell(hours.actAfter(from, WORKING_DAYS_TO_VERIFY + 2 + random.below(8), random), `${kind}.extended`);
  return WORKING_DAYS_TO_VERIFY;
}
