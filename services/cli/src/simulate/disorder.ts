import type { Instant } from "@anshi/domain";
import { badKind } from "./bad.js";
import { idOf, type SimulatedFact } from "./fact.js";
import type { Message } from "./message.js";
import type { Disorder } from "./options.js";
import type { Random } from "./random.js";

const DAY = 86_400_000;

/** Sends the messages that one fact gives rise to, with the disorder asked for. */
export type Send = (fact: SimulatedFact, to: (message: Message) => void) => void;

/** Facts happen up to `until`; what tells of them may arrive later. */
export function disordered(disorder: Disorder, source: string, until: Instant, random: Random): Send {
  const { lateEntry, duplicates, corrections, bad } = disorder;

  const enter = (fact: SimulatedFact, to: (message: Message) => void): Instant => {
    // Days after, with a long tail.
    const late = random.chance(lateEntry) ? DAY + Math.floor(random.duration(5 * DAY)) : 0;
    const arrivesAt = fact.at + late;
    to({ kind: "event", arrivesAt, fact });
    if (random.chance(duplicates)) {
      const soon = random.chance(0.5) ? random.below(2_000) : random.below(3 * DAY);
      to({ kind: "duplicate", arrivesAt: arrivesAt + soon, fact });
    }
    if (random.chance(bad)) to({ kind: "bad", arrivesAt, fact, bad: badKind(random) });
    return arrivesAt;
  };

  return (fact, to) => {
    if (!random.chance(corrections)) {
      enter(fact, to);
      return;
    }
    const wrong = { ...fact, at: Math.min(fact.at + random.below(3 * DAY), until) };
    const found = enter(wrong, to) + DAY + random.below(9 * DAY);
    if (found + 1 > until) return;
    const data = { source, id: idOf(wrong), reason: "录入有误" };
    enter({ at: found, act: "record.retracted", subject: fact.subject, data }, to);
    // Entered again when the retraction is; the fact is as old as it was.
    to({ kind: "event", arrivesAt: found + 1, fact: { ...fact, again: true } });
  };
}
