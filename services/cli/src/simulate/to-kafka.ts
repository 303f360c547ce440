import type { KafkaProducer, OutgoingMessage } from "@anshi/runtime/kafka";
import type { Context } from "../context.js";
import { type Message, textOf } from "./message.js";

/** Where messages go. */
export interface KafkaDelivery {
  readonly producer: KafkaProducer;
  /** For complaints, leads, dispatches (with identity dispatches and ODR items) and the rest, in this order; of fewer the last takes what has none. */
  readonly topics: readonly string[];
  readonly source: string;
  readonly batch: number;
  /** Messages a second at most; `undefined`: as fast as they are acknowledged. */
  readonly rate: number | undefined;
}

/** The topic's place by kind; what is not named goes to the last. */
const places: Readonly<Record<string, number>> = { complaint: 0, lead: 1, dispatch: 2, identity: 2, odr: 2 };
const ELSEWHERE = 3;

/** Sends messages in structured mode, keyed by their subject; resolves when all are acknowledged, with how many there were. */
export async function sendToKafka(
  messages: Iterable<Message>,
  delivery: KafkaDelivery,
  context: Pick<Context, "now" | "sleep">,
  onSent: () => void,
): Promise<number> {
  const { producer, topics, source, batch, rate } = delivery;
  const began = context.now();
  let sent = 0;
  let waiting = new Map<string, OutgoingMessage[]>();
  let held = 0;
  const flush = async (): Promise<void> => {
    await Promise.all([...waiting].map(([topic, own]) => producer.send(topic, own)));
    sent += held;
    [waiting, held] = [new Map(), 0];
    onSent();
    const ahead = rate === undefined ? 0 : began + (1_000 * sent) / rate - context.now();
    if (ahead > 0) await context.sleep(ahead);
  };
  for (const message of messages) {
    const place = places[message.fact.act.split(".")[0] ?? ""] ?? ELSEWHERE;
    const topic = topics[Math.min(place, topics.length - 1)] ?? "";
    const own = waiting.get(topic) ?? [];
    waiting.set(topic, own);
    own.push({
      key: message.fact.subject,
      value: textOf(message, source),
      headers: { "content-type": "application/cloudevents+json; charset=utf-8" },
    });
    held += 1;
    if (held >= batch) await flush();
  }
  if (held > 0) await flush();
  return sent;
}
