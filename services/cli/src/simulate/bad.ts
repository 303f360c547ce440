import { LARGEST_MESSAGE, type RejectionCode } from "@anshi/domain";
import { cloudEvent, type SimulatedFact } from "./fact.js";
import type { Random } from "./random.js";

/** What can be wrong with a message, and the code it is refused with. */
export const badKinds = {
  "cut-short": "not-json",
  "no-source": "not-cloudevent",
  "other-type": "unknown-type",
  "time-in-words": "invalid-attribute",
  "far-future": "time-in-future",
  "field-too-many": "unexpected-field",
  "wrong-value": "invalid-data",
  oversize: "too-large",
} as const satisfies Readonly<Record<string, RejectionCode>>;

export type BadKind = keyof typeof badKinds;

const small = Object.keys(badKinds).filter((kind) => kind !== "oversize") as [BadKind, ...BadKind[]];
/** Rare: each is as long as two hundred others. */
const OVERSIZE = 0.02;

export function badKind(random: Random): BadKind {
  return random.chance(OVERSIZE) ? "oversize" : random.pick(small);
}

/** The fact's event with one thing wrong. Nothing in it names a person, although an unexpected field may look like it. */
export function spoiled(fact: SimulatedFact, source: string, bad: BadKind): string {
  const event = cloudEvent(fact, source);
  const { data } = fact;
  switch (bad) {
    case "cut-short": {
      const whole = JSON.stringify(event);
      return whole.slice(0, Math.floor((2 * whole.length) / 3));
    }
    case "no-source":
      return JSON.stringify({ ...event, source: undefined });
    case "other-type":
      return JSON.stringify({ ...event, type: "com.example.ticket.closed" });
    case "time-in-words":
      return JSON.stringify({ ...event, time: "yesterday" });
    case "far-future":
      return JSON.stringify({ ...event, time: "2999-01-01T00:00:00Z" });
    case "field-too-many":
      return JSON.stringify({ ...event, data: { ...data, callerPhone: "000-0000" } });
    case "wrong-value": {
      const [field] = Object.keys(data ?? {});
      return JSON.stringify({ ...event, data: field === undefined ? [] : { ...data, [field]: {} } });
    }
    case "oversize":
      return JSON.stringify({ ...event, note: "x".repeat(LARGEST_MESSAGE) });
  }
}
