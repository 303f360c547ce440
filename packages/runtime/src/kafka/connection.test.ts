import { expect, it } from "vitest";
import { loadConfig } from "../config.js";
import { kafkaConnection } from "./connection.js";

it("is none without brokers", () => {
  expect(kafkaConnection(loadConfig({}))).toBeUndefined();
});

it("takes brokers as host:port, and says so of others", () => {
  expect(kafkaConnection(loadConfig({ ANSHI_KAFKA_BROKERS: "a:9092, [::1]:9093" }))).toEqual({
    brokers: ["a:9092", "[::1]:9093"],
  });
  for (const brokers of ["localhost", "a:9092,b", "a:port"])
    expect(() => kafkaConnection(loadConfig({ ANSHI_KAFKA_BROKERS: brokers }))).toThrow(
      "ANSHI_KAFKA_BROKERS: expected host:port",
    );
});
