import type { Instant } from "@anshi/domain";
import { type BadKind, spoiled } from "./bad.js";
import { cloudEvent, type SimulatedFact } from "./fact.js";

/** What arrives at the ledger's door: an event, the same one again, or something that is none. */
export interface Message {
  readonly kind: "event" | "duplicate" | "bad";
  /** When it arrives: when it would be recorded. */
  readonly arrivesAt: Instant;
  readonly fact: SimulatedFact;
  /** What is wrong with a bad one. */
  readonly bad?: BadKind;
}

/** The message as it is sent, on one line. */
export function textOf({ fact, bad }: Message, source: string): string {
  return bad === undefined ? JSON.stringify(cloudEvent(fact, source)) : spoiled(fact, source, bad);
}
