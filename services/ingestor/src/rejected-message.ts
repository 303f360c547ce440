import { formatInstant } from "@anshi/domain";
import type { LedgerId, RecordedRejection } from "@anshi/ledger";
import type { OutgoingMessage } from "@anshi/runtime/kafka";

/**
 * What the topic of rejections is told of one: which record, and why. Not its bytes: they may hold personal data, and stay where
 * only an administrator sees them and where they expire. The record itself is still in its topic.
 */
export function rejectedMessage(ledger: LedgerId, item: RecordedRejection): OutgoingMessage {
  const { number, receivedAt, origin, code, message, path, faults, payloadHash, payloadBytes, source, id } =
    item;
  const [topic = "", partition = "", offset = ""] = origin.split("/");
  return {
    key: origin,
    headers: {
      "content-type": "application/json",
      "rejection-code": code,
      "rejection-path": path,
      "rejection-number": String(number),
      "origin-topic": topic,
      "origin-partition": partition,
      "origin-offset": offset,
    },
    value: JSON.stringify({
      ledger,
      number: String(number),
      receivedAt: formatInstant(receivedAt),
      origin: { topic, partition: Number(partition), offset },
      code,
      message,
      path,
      faults,
      source,
      id,
      payloadHash: payloadHash.toString("hex"),
      payloadBytes,
    }),
  };
}
