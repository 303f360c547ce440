import { general } from "./general.js";
import { kafka } from "./kafka.js";
import { monitoring } from "./monitoring.js";
import { steward } from "./steward.js";
import type { Variable } from "./variable.js";

const all = [...general, ...monitoring, ...steward, ...kafka] as const;

export type VariableName = (typeof all)[number]["name"];

/** Every variable there is, in the order in which `anshi config` lists them. */
export const variables: readonly Variable[] = all;
