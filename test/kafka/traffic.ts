import { simulate, textOf } from "@anshi/cli";
import { parseDay } from "@anshi/domain";
import { numbers } from "../support/numbers.js";

const SOURCE = "urn:anshi:traffic";

/** A message on its way to a topic. */
export interface Traffic {
  readonly topic: string;
  readonly key: string;
  readonly value: string;
  /** The event's id; `null`: it must be refused. */
  readonly id: string | null;
}

const topics: Readonly<Record<string, string>> = {
  complaint: "anshi.complaints",
  lead: "anshi.leads",
  dispatch: "anshi.dispatches",
};

/** A city's disordered year: 3 in a hundred messages come twice, one in a hundred is none. */
export function traffic(events: number, seed: number): readonly Traffic[] {
  const random = numbers(seed);
  const made: Traffic[] = [];
  const history = simulate({
    ...{ cases: Math.ceil(events / 3), seed, source: SOURCE, subjectPrefix: "K", units: 12, calendars: true },
    first: parseDay("2025-01-01") ?? 0,
    last: parseDay("2025-12-31") ?? 0,
    disorder: { lateEntry: 0.05, duplicates: 0.03, corrections: 0.01, bad: 0, shuffle: 200 },
  });
  for (const message of history) {
    const topic = topics[message.fact.act.split(".")[0] ?? ""] ?? "anshi.reference";
    const value = textOf(message, SOURCE);
    const { id } = JSON.parse(value) as { readonly id: string };
    made.push({ topic, key: message.fact.subject, value, id });
    if (random() < 0.01)
      made.push({ topic, key: message.fact.subject, value: spoilt(value, random), id: null });
    if (made.length >= events) break;
  }
  return made;
}

/** What no decoder takes, each in another way. */
function spoilt(value: string, random: () => number): string {
  const ways = [
    () => value.slice(0, Math.floor(value.length / 2)),
    () => value.replace('"type":"io.anshi.', '"type":"io.other.'),
    () => value.replace('"subject"', '"object"'),
    () => `{"hello":${Math.floor(random() * 1e9)}}`,
    () => `${value.slice(0, -1)},"x":"${"x".repeat(70_000)}"}`,
  ];
  return (ways[Math.floor(random() * ways.length)] ?? (() => "{"))();
}
