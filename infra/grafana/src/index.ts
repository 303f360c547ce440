export { dashboardFiles, dashboards } from "./dashboards.js";
export type { Dashboard, Panel, Variable } from "./schema.js";
export type { PrometheusTarget, SqlTarget, Target } from "./target.js";
