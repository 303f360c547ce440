import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { crash } from "./crash.js";

/** `pnpm test:crash -- --kills 200`: the crash test of the Kafka door, as long as asked. */
const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "200" },
    events: { type: "string", default: "200000" },
    seed: { type: "string", default: "1" },
  },
  args: process.argv.slice(2).filter((word) => word !== "--"),
});
const directory = await mkdtemp(join(tmpdir(), "anshi-crash-"));
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const report = await crash({
  directory,
  events: Number(values.events),
  kills: Number(values.kills),
  seed: Number(values.seed),
  say,
});
say(JSON.stringify(report, null, 2));
const { missing, foreign, doubled, gaps, malformed, kept, keptTwice, untold, differences } = report;
const faults = missing.length + foreign.length + doubled + gaps + keptTwice + untold + differences;
await rm(directory, { recursive: true, force: true });
process.exit(faults === 0 && kept === malformed ? 0 : 1);
