export { asyncApi } from "./asyncapi/document.js";
export { schemaFiles } from "./schemas.js";
export { startIngestor } from "./start.js";
