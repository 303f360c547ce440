import type { ServerResponse } from "node:http";
import { Problem } from "./problem.js";

/** How much the intake has in hand. */
export interface InFlight {
  /** Takes a request in until its response is done; throws a Problem (503) when there is too much in hand. */
  readonly enter: (bytes: number, response: ServerResponse) => void;
}

/** A limit of requests and of the bytes they announce, so that a burst is put off instead of swallowing the memory. */
export function inFlight(maxRequests: number, maxBytes: number): InFlight {
  let requests = 0;
  let held = 0;
  return {
    enter: (bytes, response) => {
      if (requests >= maxRequests || (requests > 0 && held + bytes > maxBytes)) {
        throw new Problem(
          503,
          "too-many-requests",
          "the intake has as much in hand as it takes; try again",
          1,
        );
      }
      requests += 1;
      held += bytes;
      response.once("close", () => {
        requests -= 1;
        held -= bytes;
      });
    },
  };
}
