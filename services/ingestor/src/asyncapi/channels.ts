import { examples } from "@anshi/domain";
import { type Json, ref } from "./json.js";

/** Which topic takes which kinds; what retracts goes where the retracted event went. */
const incoming = {
  complaints: ["complaint", "record"],
  leads: ["lead", "record"],
  dispatches: ["dispatch", "identity", "odr", "record"],
  reference: ["calendar", "comparator", "unit", "figure", "record"],
} as const;

const KEY = "Records of one case have its subject as their key, so that they keep their order.";

/** The topics as `anshi kafka init` makes them, by their names without `anshi.`. */
export function channels(): Json {
  const types = Object.keys(examples);
  const taken = Object.entries(incoming).map(([name, kinds]: readonly [string, readonly string[]]) => {
    const own = types.filter((type) => kinds.includes(type.split(".")[2] ?? ""));
    const names = own.flatMap((type) => [type, `${type}.binary`]);
    return [
      name,
      channel(name, 12, {
        description: `Events of ${kinds.join(", ")}; any other is taken too. ${KEY}`,
        messages: Object.fromEntries(names.map((each) => [each, ref("messages", each)])),
      }),
    ] as const;
  });
  return {
    ...Object.fromEntries(taken),
    rejected: channel("rejected", 1, {
      description: "What was refused, and why; without the message itself, which may hold personal data.",
      messages: { rejection: ref("messages", "rejection") },
    }),
    seals: channel("seals", 1, {
      description:
        "Every seal of a ledger, its signed head, in order; docs/audit.md tells how it is verified.",
      messages: { seal: ref("messages", "seal") },
    }),
  };
}

function channel(name: string, partitions: number, own: Json): Json {
  const topic = `anshi.${name}`;
  return { address: topic, ...own, bindings: { kafka: { topic, partitions, bindingVersion: "0.5.0" } } };
}

/** What Anshi does with them. */
export const operations: Json = {
  ...Object.fromEntries(
    Object.keys(incoming).map((name) => [
      `take-${name}`,
      {
        action: "receive",
        channel: ref("channels", name),
        summary: `Brings the events of anshi.${name} into the ledger, each once`,
      },
    ]),
  ),
  "tell-seals": {
    action: "send",
    channel: ref("channels", "seals"),
    summary: "Tells every seal, at least once",
  },
  "tell-rejections": {
    action: "send",
    channel: ref("channels", "rejected"),
    summary: "Tells of every message that was refused, at least once",
  },
};
