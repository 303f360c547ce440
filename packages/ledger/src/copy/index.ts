export { type BinaryField, BinaryRows } from "./binary-rows.js";
export { copyInto } from "./copy-into.js";
export { type CopiedRow, copyRows } from "./copy-rows.js";
export { bigintField, bytesField, hexField, microsField, sliceField, textField } from "./fields.js";
