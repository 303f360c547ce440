import { expect, it } from "vitest";
import { openLog } from "./log.js";
import { startOutbox } from "./outbox.js";

const log = openLog("silent");
const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

it("sends at its start and when woken; wakings that come meanwhile are one more pass", async () => {
  const ends: (() => void)[] = [];
  const outbox = startOutbox({
    what: "things",
    everyMs: 1_000_000,
    log,
    send: () => new Promise<void>((resolve) => ends.push(resolve)),
  });
  expect(ends).toHaveLength(1);
  outbox.wake();
  outbox.wake();
  ends[0]?.();
  await turns();
  expect(ends).toHaveLength(2);
  ends[1]?.();
  await turns();
  expect(ends).toHaveLength(2);
  outbox.wake();
  expect(ends).toHaveLength(3);
  const stopped = outbox.stop();
  ends[2]?.();
  await stopped;
  outbox.wake();
  expect(ends).toHaveLength(3);
});

it("says why it cannot send until it can", async () => {
  let failure: Error | undefined = new Error("no broker");
  const outbox = startOutbox({
    what: "things",
    everyMs: 1_000_000,
    log,
    send: async () => {
      if (failure !== undefined) throw failure;
    },
  });
  await turns();
  expect(outbox.trouble()).toBe("no broker");
  failure = undefined;
  outbox.wake();
  await turns();
  expect(outbox.trouble()).toBeNull();
  await outbox.stop();
});
