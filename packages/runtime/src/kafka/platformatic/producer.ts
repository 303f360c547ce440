import { compatibilityPartitioner, Producer } from "@platformatic/kafka";
import type { Logger } from "../../log.js";
import type { KafkaConnection } from "../connection.js";
import type { KafkaProducer, OutgoingMessage } from "../port.js";
import { within } from "../within.js";
import { settings } from "./client.js";
import { failureOf } from "./failure-of.js";

const ALL = -1;
const CLOSE_MS = 3_000;

/** A producer that is made anew after any failure. Keys go to the partitions that the JVM's client would take. */
export function platformaticProducer(
  connection: KafkaConnection,
  clientId: string,
  log: Logger,
): KafkaProducer {
  let current: Producer | undefined;
  let turn = 0;

  const forget = async (old: Producer | undefined): Promise<void> => {
    if (old === undefined || old !== current) return;
    current = undefined;
    await within(CLOSE_MS, old.close());
  };
  const make = (): Producer => {
    const made = new Producer(settings(connection, clientId));
    made.on("error", (error: Error) => log.debug({ err: error }, "kafka producer"));
    return made;
  };

  return {
    send: async (topic, messages) => {
      current ??= make();
      const own = current;
      try {
        await own.send({
          acks: ALL,
          partitioner: (message, key) =>
            key === undefined ? turn++ : compatibilityPartitioner(message, key),
          messages: messages.map((message) => ({ topic, ...toMessage(message) })),
        });
      } catch (error) {
        await forget(own);
        throw failureOf(error, connection);
      }
    },
    stop: () => forget(current),
  };
}

function toMessage({ key, value, headers = {} }: OutgoingMessage) {
  const bytes = (given: Buffer | string): Buffer => (typeof given === "string" ? Buffer.from(given) : given);
  return {
    ...(key === null ? {} : { key: bytes(key) }),
    // Absent is a tombstone.
    ...(value === null ? {} : { value: bytes(value) }),
    headers: new Map(Object.entries(headers).map(([name, text]) => [Buffer.from(name), Buffer.from(text)])),
  };
}
