export type { Broker } from "./broker.js";
export { classPath } from "./class-path.js";
export { type Cluster, type ClusterOptions, type Node, startKafka } from "./cluster.js";
export { NoBroker } from "./no-broker.js";
export { freePorts } from "./ports.js";
export { type SingleOptions, startSingle } from "./single.js";
