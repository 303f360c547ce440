export { pathOf } from "./find.js";
export { have } from "./have.js";
export { installTools } from "./install.js";
export { leaveOut } from "./leave-out.js";
export { type ToolName, tools } from "./tools.js";
