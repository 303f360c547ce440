export { type FreshDatabase, freshDatabase, type Template } from "./fresh-database.js";
