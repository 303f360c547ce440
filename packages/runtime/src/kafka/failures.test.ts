import { expect, it } from "vitest";
import { KafkaFailure } from "./failure.js";
import { failureBy } from "./failures.js";

const connection = { brokers: ["kafka-1:9092"] };
/** As kafkajs throws it: no AggregateError, and with a message that says nothing of its parts. */
const many = Object.assign(new Error("Topic creation errors"), {
  errors: [
    Object.assign(new Error("Replication-factor is invalid"), {
      topic: "t",
      type: "INVALID_REPLICATION_FACTOR",
    }),
  ],
});

it("says what the parts of an error say", () => {
  const { code, message } = failureBy([], many, connection);
  expect([code, message]).toEqual([
    "kafka-failed",
    "Kafka failed: Topic creation errors (t: Replication-factor is invalid)",
  ]);
});

it("tells a failure by an error, its cause or a part of it", () => {
  const signs = [["not-authorized", /INVALID_REPLICATION/u]] as const;
  expect(failureBy(signs, new Error("x", { cause: many }), connection)).toMatchObject({
    code: "not-authorized",
    message: expect.stringContaining("kafka-1:9092 does not let this user do that"),
  });
  const own = new KafkaFailure("stalled", "y");
  expect(failureBy(signs, own, connection)).toBe(own);
});
