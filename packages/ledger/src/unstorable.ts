import type { Rejection } from "@anshi/domain";

const fault = {
  code: "invalid-data",
  path: "",
  message: "the database cannot store a value of this event",
} as const;

/**
 * The rejection of an event that passed the decoder and that the database cannot hold. None is known; should one come, it
 * must neither block the others nor be lost.
 */
export function unstorable(): Rejection {
  return { ...fault, faults: [fault] };
}
