export { type Api, type ApiDeps, startApi } from "./start.js";
