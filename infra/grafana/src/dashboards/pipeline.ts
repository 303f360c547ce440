import { dashboard } from "../dashboard.js";
import { common } from "../variables.js";
import { arrivals } from "./pipeline/arrivals.js";
import { flow } from "./pipeline/flow.js";
import { kafka } from "./pipeline/kafka.js";
import { machines } from "./pipeline/machines.js";
import { proof } from "./pipeline/proof.js";
import { steward } from "./pipeline/steward.js";

/** 流水线: does what comes in reach the board, how fast, and what does not. */
export const pipeline = dashboard({
  uid: "anshi-pipeline",
  title: "流水线 Pipeline",
  description:
    "从接收到看板：滞后、吞吐、时延、拒收、重投、对账缺口、定时任务、数据库与进程。 From intake to board: lag, throughput, latency, refusals, redeliveries, reconciliation, jobs, PostgreSQL and processes.",
  variables: common,
  from: "now-6h",
  refresh: "30s",
  sections: [flow, arrivals, kafka, steward, proof, machines],
});
