import type { Config } from "../config.js";
import { StartFailure } from "../start-failure.js";
import { kafkajsAdapter } from "./kafkajs/index.js";
import { platformaticAdapter } from "./platformatic/index.js";
import type { KafkaAdapter } from "./port.js";

const adapters: ReadonlyMap<string, KafkaAdapter> = new Map([
  ["kafkajs", kafkajsAdapter],
  ["platformatic", platformaticAdapter],
]);

/** The adapter of the configured client library. Throws StartFailure. */
export function kafkaAdapter(config: Config): KafkaAdapter {
  const adapter = adapters.get(config.text("ANSHI_KAFKA_CLIENT"));
  if (adapter !== undefined) return adapter;
  const expected = [...adapters.keys()].join(" or ");
  throw new StartFailure(
    "configuration",
    `ANSHI_KAFKA_CLIENT: expected ${expected}`,
    "`anshi config` lists every variable.",
  );
}
