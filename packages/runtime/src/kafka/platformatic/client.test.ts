import { MultipleErrors, ProtocolError } from "@platformatic/kafka";
import { expect, it } from "vitest";
import { boundsOf } from "./client.js";

/** A broker that refuses so many questions with that error, and then answers. */
function broker(refusals: number, error: string) {
  const left = { refusals, forgotten: 0 };
  const listOffsets = async ({ timestamp }: { timestamp?: bigint }) => {
    left.refusals -= 1;
    if (left.refusals >= 0)
      throw new MultipleErrors("Listing offsets failed.", [
        new MultipleErrors("refused", [new ProtocolError(error)]),
      ]);
    return new Map([["t", timestamp === -2n ? [3n, 0n] : [7n, 1n]]]);
  };
  const clearMetadata = (): void => {
    left.forgotten += 1;
  };
  return { left, listOffsets: listOffsets as never, clearMetadata };
}

it("asks again for what a topic holds while a partition has no leader", async () => {
  const own = broker(2, "NOT_LEADER_OR_FOLLOWER");
  expect(await boundsOf(own, ["t"])).toEqual(
    new Map([
      ["t/0", { low: 3n, high: 7n }],
      ["t/1", { low: 0n, high: 1n }],
    ]),
  );
  expect(own.left.forgotten).toBe(2);
});

it("asks once where the broker refuses for another cause", async () => {
  const own = broker(1, "TOPIC_AUTHORIZATION_FAILED");
  await expect(boundsOf(own, ["t"])).rejects.toThrow("Listing offsets failed.");
  expect(own.left).toEqual({ refusals: 0, forgotten: 0 });
});
