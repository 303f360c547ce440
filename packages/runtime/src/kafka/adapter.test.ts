import { expect, it } from "vitest";
import { loadConfig } from "../config.js";
import { kafkaAdapter } from "./adapter.js";
import { kafkajsAdapter } from "./kafkajs/index.js";
import { platformaticAdapter } from "./platformatic/index.js";

it("is that of kafkajs unless another is configured", () => {
  expect(kafkaAdapter(loadConfig({}))).toBe(kafkajsAdapter);
  expect(kafkaAdapter(loadConfig({ ANSHI_KAFKA_CLIENT: "platformatic" }))).toBe(platformaticAdapter);
  expect(() => kafkaAdapter(loadConfig({ ANSHI_KAFKA_CLIENT: "other" }))).toThrow(
    /expected kafkajs or platformatic/u,
  );
});
