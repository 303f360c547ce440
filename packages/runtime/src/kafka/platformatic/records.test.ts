import type { RecordsBatch } from "@platformatic/kafka";
import { expect, it } from "vitest";
import { recordsFrom } from "./records.js";

const TRANSACTIONAL = 16;
const CONTROL = 32;

function batch(firstOffset: bigint, texts: readonly string[], own: Partial<RecordsBatch> = {}): RecordsBatch {
  return {
    ...{ firstOffset, length: 0, partitionLeaderEpoch: 0, magic: 2, crc: 0, attributes: 0 },
    ...{ lastOffsetDelta: texts.length - 1, firstTimestamp: 1_000n, maxTimestamp: 5_000n },
    ...{ producerId: -1n, producerEpoch: 0, firstSequence: 0 },
    records: texts.map((text, offsetDelta) => ({
      ...{ length: 0, attributes: 0, timestampDelta: BigInt(offsetDelta), offsetDelta },
      ...{ key: null, value: Buffer.from(text), headers: [] },
    })),
    ...own,
  };
}

function marker(firstOffset: bigint, producerId: bigint, type: "abort" | "commit"): RecordsBatch {
  const key = Buffer.from([0, 0, 0, type === "abort" ? 0 : 1]);
  const [record] = batch(0n, [""]).records;
  return batch(firstOffset, [""], {
    ...{ producerId, attributes: TRANSACTIONAL | CONTROL },
    records: record === undefined ? [] : [{ ...record, key }],
  });
}

const of = (producerId: bigint): Partial<RecordsBatch> => ({ producerId, attributes: TRANSACTIONAL });
const texts = (
  records: readonly RecordsBatch[],
  aborted: readonly (readonly [bigint, bigint])[],
  from = 0n,
) => {
  const abortedTransactions = aborted.map(([producerId, firstOffset]) => ({ producerId, firstOffset }));
  const found = recordsFrom({ records: [...records], abortedTransactions }, from);
  return [found.messages.map(({ value }) => String(value)).join(""), found.after];
};

it("leaves out each of a producer's transactions that it took back", () => {
  const records = [
    ...[batch(0n, ["a", "b"], of(7n)), marker(2n, 7n, "abort")],
    ...[batch(3n, ["c"], of(7n)), marker(4n, 7n, "commit")],
    ...[batch(5n, ["d"], of(7n)), batch(6n, ["e"]), batch(7n, ["f"], of(8n)), marker(8n, 7n, "abort")],
  ];
  expect(
    texts(records, [
      [7n, 5n],
      [7n, 0n],
    ]),
  ).toEqual(["cef", 9n]);
});

it("leaves out messages before the offset asked for, which come in their batch", () => {
  expect(texts([batch(10n, ["a", "b", "c"])], [], 12n)).toEqual(["c", 13n]);
});

it("goes on behind a batch that was thinned out", () => {
  expect(texts([batch(10n, ["a"], { lastOffsetDelta: 9 })], [], 10n)).toEqual(["a", 20n]);
  expect(texts([], [], 10n)).toEqual(["", 10n]);
});

it("takes the broker's time where the topic says so", () => {
  const at = (attributes: number) =>
    recordsFrom(
      { records: [batch(0n, ["a", "b"], { attributes })], abortedTransactions: [] },
      0n,
    ).messages.map(({ timestamp }) => timestamp);
  expect(at(0)).toEqual([1_000, 1_001]);
  expect(at(8)).toEqual([5_000, 5_000]);
});
