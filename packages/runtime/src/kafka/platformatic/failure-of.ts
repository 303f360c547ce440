import type { KafkaConnection } from "../connection.js";
import type { KafkaFailure } from "../failure.js";
import { failureBy, type Signs } from "../failures.js";

const signs: Signs = [
  [
    "wrong-credentials",
    /PLT_KFK_AUTHENTICATION|SASL_AUTHENTICATION_FAILED|ILLEGAL_SASL_STATE|UNSUPPORTED_SASL/u,
  ],
  ["not-authorized", /AUTHORIZATION_FAILED/u],
  ["unknown-topic", /UNKNOWN_TOPIC/u],
  ["no-broker", /PLT_KFK_NETWORK|PLT_KFK_TIMEOUT|ECONN/u],
];

/** Any error of the library as a KafkaFailure with its cause and way out. */
export function failureOf(error: unknown, connection: KafkaConnection): KafkaFailure {
  // Of a topic that does not exist its metadata says so in words only.
  const isUnknown = error instanceof Error && /^Unknown topic /u.test(error.message);
  return failureBy(isUnknown ? [["unknown-topic", /./u]] : signs, error, connection);
}
