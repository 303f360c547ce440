import { type Instant, parseInstant } from "@anshi/domain";
import { classify, doneAt, passOn, pause, type Story } from "./story.js";
import type { SimulatedUnit } from "./units.js";

const WORKING_DAYS_TO_ACCEPT = 7;
const WORKING_DAYS_TO_MEDIATE = 45;
/** Order 121 gives 60 calendar days; so many working days lie safely within them. */
const WORKING_DAYS_WITHIN_60 = 38;
const ORDER_121 = parseInstant("2026-04-15T00:00:00+08:00") ?? 0;
const categories = ["食品", "日用百货", "服装鞋帽", "家用电器", "通讯产品", "教育培训"] as const;

/** A complaint (投诉): decided on, mediated, rated. */
export function complaint(story: Story): void {
  const { random, hours, at, unit, traders, tell } = story;
  tell(at, "complaint.received", {
    unit: unit.id,
    channel: random.pick(["platform", "platform", "platform", "phone", "web", "letter", "visit", "other"]),
    ...classify(story, "complaint", 0.85),
    ...(random.chance(0.5) ? { category: random.pick(categories) } : {}),
    ...(random.chance(0.2) ? { respondent: random.pick(traders) } : {}),
  });
  const held = random.chance(0.04) ? passOn(story, "complaint", {}) : { holder: unit, at };
  if (held === undefined) return;
  if (random.chance(0.3))
    tell(held.at + 1 + random.below(3_600_000), "complaint.assigned", {
      office: `${held.holder.id}-${1 + random.below(6)}`,
    });
  if (random.chance(0.02)) {
    tell(hours.actAfter(held.at, random.below(5), random), "complaint.withdrawn");
    return;
  }

  const decided = doneAt(story, held.at, WORKING_DAYS_TO_ACCEPT, held.holder.slips);
  if (decided === undefined) return;
  let accepted = decided;
  if (random.chance(0.18)) {
    tell(decided, "complaint.rejected", random.chance(0.9) ? { ground: 1 + random.below(7) } : undefined);
    // Few are taken up after all, on review.
    if (!random.chance(0.02)) return;
    accepted = hours.actAfter(decided, 1 + random.below(10), random);
  }
  tell(accepted, "complaint.accepted");
  mediate(story, accepted, held.holder);
}

function mediate(story: Story, accepted: Instant, holder: SimulatedUnit): void {
  const { random, hours, tell } = story;
  if (random.chance(0.03)) {
    tell(hours.actAfter(accepted, 1 + random.below(20), random), "complaint.withdrawn");
    return;
  }
  const limit = accepted < ORDER_121 ? WORKING_DAYS_TO_MEDIATE : WORKING_DAYS_WITHIN_60;
  // The law lists two or four of these, by its version; the others stop nothing.
  const from = random.chance(0.06)
    ? pause(story, "complaint", hours.actAfter(accepted, random.below(8), random), [
        "鉴定",
        "检测",
        "检验",
        "检定",
        "检疫",
      ])
    : accepted;
  const closed = doneAt(story, from, limit, 0.8 * holder.slips);
  if (closed === undefined) return;
  if (random.chance(0.62))
    tell(
      closed,
      "complaint.agreed",
      random.chance(0.8) ? { recoveredAmount: Math.round(100 * random.duration(400)) / 100 } : undefined,
    );
  else tell(closed, "complaint.terminated", random.chance(0.9) ? { ground: 1 + random.below(8) } : undefined);
  // Entered a second time by mistake: makes no sense any more, and is kept.
  if (random.chance(0.003)) tell(closed + 60_000, "complaint.terminated");
  if (random.chance(0.4)) rate(story, closed);
}

function rate({ random, tell }: Story, closed: Instant): void {
  const at = closed + 60_000 + Math.floor(random.duration(3 * 86_400_000));
  tell(at, "complaint.rated", { score: random.pick([1, 3, 4, 4, 5, 5, 5]) });
  if (random.chance(0.06))
    tell(at + 60_000 + random.below(86_400_000), "complaint.rated", { score: 1 + random.below(5) });
}
