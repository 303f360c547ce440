import { listStates } from "../list-route.js";
import { pack } from "./pack.js";
import { asOf, cursor, inPath, knownAt, ledger, limit, query } from "./parameter.js";
import { answers } from "./response.js";
import { integer, page } from "./schema.js";

/** Cases and their clocks. */
export const casePaths = {
  "/v1/cases": {
    get: {
      summary: "Clocks in a state, those that lapse first first",
      parameters: [
        ledger,
        query("state", "State at T", { enum: listStates }),
        query("unit", "One unit with all below it"),
        query("clock", "One kind of clock"),
        query("within", "near-due: working days", integer),
        query("over", "suspended: for at least so many days", integer),
        asOf,
        knownAt,
        limit,
        cursor,
      ],
      responses: answers(page({ type: "object" }), "A page of clocks"),
    },
  },
  "/v1/cases/{kind}/{subject}": {
    get: {
      summary: "Facts in both times, clocks, and how each due comes about",
      parameters: [inPath("kind"), inPath("subject"), ledger, asOf, knownAt],
      responses: answers({ type: "object" }, "The case"),
    },
  },
  "/v1/cases/{kind}/{subject}/evidence": {
    get: {
      summary: "The evidence pack (证据包) of a case, of what the last seal covers; docs/audit.md",
      parameters: [inPath("kind"), inPath("subject"), ledger, asOf, knownAt],
      responses: pack,
    },
  },
};
