export { UNREGISTERED, type Unit, type UnitTree, unitTree } from "./tree.js";
