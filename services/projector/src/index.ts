export { startProjection } from "./start.js";
