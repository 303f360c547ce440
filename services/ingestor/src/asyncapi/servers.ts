import { type Json, ref } from "./json.js";

/** How clients log in to the brokers (SASL); as `ANSHI_KAFKA_SASL_MECHANISM` does. */
export const securitySchemes: Json = {
  scramSha512: { type: "scramSha512", description: "SASL/SCRAM-SHA-512, the default" },
  scramSha256: { type: "scramSha256", description: "SASL/SCRAM-SHA-256" },
  plain: { type: "plain", description: "SASL/PLAIN, over TLS only" },
};

/** Where the brokers are: the bureau's own. */
export const servers: Json = {
  secured: {
    host: "{host}:{port}",
    protocol: "kafka-secure",
    description: "The bureau's brokers: TLS and SASL, a user for each sending system",
    variables: { host: { default: "kafka.example" }, port: { default: "9093" } },
    security: Object.keys(securitySchemes).map((name) => ref("securitySchemes", name)),
  },
  development: {
    host: "{host}:{port}",
    protocol: "kafka",
    description: "The broker of `npm start -- --kafka`: this machine only, no login",
    variables: { host: { default: "127.0.0.1" }, port: { default: "9092" } },
  },
};
