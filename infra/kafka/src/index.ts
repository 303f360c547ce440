export { type Cluster, type ClusterOptions, type Node, startKafka } from "./cluster.js";
export { haveBroker, haveKcat } from "./have.js";
export { NoBroker } from "./no-broker.js";
