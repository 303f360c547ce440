import type { Context } from "../context.js";
import { deliver, type Patience } from "../http/deliver.js";
import type { IntakeAnswer } from "../http/intake.js";
import type { Service } from "../http/service.js";
import { pump } from "../import/pump.js";
import { type Message, textOf } from "./message.js";

const LARGEST_BATCH_BYTES = 4 * 1024 * 1024;

/** How messages are sent. */
export interface Delivery {
  readonly service: Service;
  readonly source: string;
  readonly batch: number;
  readonly concurrency: number;
  /** Messages a second at most; `undefined`: as fast as they are taken. */
  readonly rate: number | undefined;
  readonly patience: Patience;
}

/** What the service made of the messages. */
export interface Delivered {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
}

/** Sends messages in batches, in their order as long as there is one request at once. Rejects with `Failure` as `deliver` does. */
export async function deliverMessages(
  messages: Iterable<Message>,
  delivery: Delivery,
  context: Pick<Context, "now" | "sleep">,
  onAnswer: (sofar: Delivered) => void,
): Promise<Delivered> {
  const { service, source, rate, patience } = delivery;
  const began = context.now();
  let taken = 0;
  let total: Delivered = { accepted: 0, duplicates: 0, rejected: 0 };

  const paced = async function* (): AsyncGenerator<readonly string[]> {
    for (const batch of batchesOf(messages, source, delivery.batch)) {
      yield batch;
      taken += batch.length;
      const ahead = rate === undefined ? 0 : began + (1000 * taken) / rate - context.now();
      if (ahead > 0) await context.sleep(ahead);
    }
  };
  await pump(paced(), delivery.concurrency, async (batch) => {
    total = plus(total, await deliver(service, batch, patience, context));
    onAnswer(total);
  });
  return total;
}

/** Batches of texts. One that is cut short goes alone: beside it a whole batch would be no JSON. */
function* batchesOf(messages: Iterable<Message>, source: string, size: number): Generator<readonly string[]> {
  let batch: string[] = [];
  let length = 0;
  for (const message of messages) {
    const text = textOf(message, source);
    const alone = message.bad === "cut-short";
    if (batch.length > 0 && (alone || batch.length >= size || length + text.length > LARGEST_BATCH_BYTES)) {
      yield batch;
      batch = [];
      length = 0;
    }
    if (alone) {
      yield [text];
    } else {
      batch.push(text);
      length += text.length;
    }
  }
  if (batch.length > 0) yield batch;
}

function plus(total: Delivered, { accepted, duplicates, rejected }: IntakeAnswer): Delivered {
  return {
    accepted: total.accepted + accepted,
    duplicates: total.duplicates + duplicates,
    rejected: total.rejected + rejected.length,
  };
}
