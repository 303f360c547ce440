import { expect, it } from "vitest";
import { Flow } from "./flow.js";

const zero = { topic: "t", partition: 0 };
const one = { topic: "t", partition: 1 };

function recorded(isPaused: boolean) {
  const fetched = new Set([0, 1]);
  const flow = new Flow(
    {
      pause: (topics) => {
        for (const { partitions = [] } of topics) for (const own of partitions) fetched.delete(own);
      },
      resume: (topics) => {
        for (const { partitions = [] } of topics) for (const own of partitions) fetched.add(own);
      },
    },
    isPaused,
  );
  return { flow, fetched: () => [...fetched].sort() };
}

it("fetches a partition only when it is known where to read on", () => {
  const { flow, fetched } = recorded(false);
  flow.assign([zero, one]);
  expect(fetched()).toEqual([]);
  flow.release(one);
  expect(fetched()).toEqual([1]);
});

it("fetches nothing while paused, though a partition has waited long enough", () => {
  const { flow, fetched } = recorded(true);
  flow.assign([zero, one]);
  flow.release(zero);
  expect(fetched()).toEqual([]);
  flow.setPaused(false);
  expect(fetched()).toEqual([0]);
});

it("leaves a partition waiting when the consumer goes on", () => {
  const { flow, fetched } = recorded(false);
  flow.assign([zero, one]);
  flow.release(zero);
  flow.release(one);
  flow.hold(one);
  flow.setPaused(true);
  flow.setPaused(false);
  expect(fetched()).toEqual([0]);
});
