export { kafkaAdapter } from "./adapter.js";
export { type KafkaConnection, kafkaConnection } from "./connection.js";
export { KafkaFailure, type KafkaFailureCode } from "./failure.js";
export { kafkajsAdapter } from "./kafkajs/index.js";
export type * from "./port.js";
export { type KafkaTopics, kafkaTopics } from "./topics.js";
