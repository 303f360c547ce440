import { readFile } from "node:fs/promises";
import { decode, type Published, parseRuleSet, type RuleSet } from "@anshi/domain";
import { Failure, reasonOf } from "../failure.js";

/** The rule set of a JSON file. Rejects with Failure, naming all that is wrong with it. */
export async function readRules(file: string): Promise<RuleSet> {
  const read = parseRuleSet(await readJson(file));
  if (!read.ok) throw new Failure(`${file} holds no rule set: ${read.faults.join("; ")}`);
  return read.rules;
}

/** The arrangements of a JSON file: one as `calendar.published` carries it, or a list. Rejects with Failure. */
export async function readCalendars(file: string): Promise<readonly Published[]> {
  const content = await readJson(file);
  return (Array.isArray(content) ? content : [content]).map((data: unknown, nth) => {
    // The decoder of the events is the judge.
    const decoded = decode(
      {
        ...{ specversion: "1.0", id: String(nth), source: "urn:anshi:what-if", subject: "what-if" },
        ...{ type: "io.anshi.calendar.published.v1", time: "2020-01-01T00:00:00Z" },
        data: typeof data === "object" && data !== null ? { notice: "what-if", ...data } : data,
      },
      { now: Date.now(), maxAheadMs: 0 },
    );
    if (!decoded.ok) {
      const faults = decoded.rejection.faults.map(({ message }) => message).join("; ");
      throw new Failure(`${file} holds no arrangement of a year: ${faults}`);
    }
    const { year, off, work } = data as Pick<Published, "year" | "off" | "work">;
    return { year, off, work, version: `what-if:${file}` };
  });
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new Failure(`${file} cannot be read as JSON: ${reasonOf(error)}`);
  }
}
