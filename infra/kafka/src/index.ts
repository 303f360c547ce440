export { type Cluster, type ClusterOptions, type Node, startKafka } from "./cluster.js";
export { NoBroker } from "./no-broker.js";
