import type { Rejection } from "@anshi/domain";

/** How a message came in. */
export type Door = "http" | "kafka" | "file";

/** A message that is no event, to be kept with its reason. */
export interface RejectedMessage {
  readonly rejection: Rejection;
  /** Its very bytes. */
  readonly payload: Uint8Array;
  /** Where it came from: the request's id; topic, partition and offset; file and line. */
  readonly origin: string;
  /** Of the message, where they could be read. */
  readonly source?: string | undefined;
  readonly id?: string | undefined;
}
