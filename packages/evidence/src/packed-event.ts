import { formatInstant, parseInstant } from "@anshi/domain";
import type { StoredEvent } from "@anshi/ledger";

/** A stored event as a pack holds it, one line of JSON: the body as text, byte for byte. */
export function packEvent({ position, recordedAt, contentHash, body }: StoredEvent): object {
  return {
    position: String(position),
    recordedAt: formatInstant(recordedAt),
    hash: contentHash,
    body,
  };
}

/** The event that a line holds; `undefined` when it holds none. Whether its hash is right is another question. */
export function unpackEvent(line: string): StoredEvent | undefined {
  try {
    const { position, recordedAt, hash, body } = JSON.parse(line) as Readonly<Record<string, string>>;
    const { source, id, type, subject, time } = JSON.parse(body ?? "") as Readonly<Record<string, string>>;
    const recorded = parseInstant(recordedAt ?? "");
    const occurred = parseInstant(time ?? "");
    if (recorded === undefined || occurred === undefined || !/^[1-9]\d{0,17}$/u.test(position ?? ""))
      return undefined;
    if (source === undefined || id === undefined || type === undefined || subject === undefined)
      return undefined;
    return {
      position: BigInt(position ?? 0),
      ...{ source, id, type, subject },
      kind: type.split(".")[2] ?? "",
      occurredAt: occurred,
      recordedAt: recorded,
      body: body ?? "",
      contentHash: hash ?? "",
    };
  } catch {
    return undefined;
  }
}
