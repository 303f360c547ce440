export { dashboardFiles, dashboards } from "./dashboards.js";
