import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { have } from "@anshi/test-tools";
import { expect, it } from "vitest";
import { crash } from "./kafka/crash.js";

it.skipIf(!have("java", "maven", "kcat"))(
  "brings every message in once, over 30 kills, a dead broker and a restart of PostgreSQL",
  { timeout: 900_000 },
  async () => {
    const directory = await mkdtemp(join(tmpdir(), "anshi-test-"));
    const report = await crash({
      ...{ directory, events: 200_000, kills: 30, seed: 5 },
      say: (line) => process.stderr.write(`${line}\n`),
    }).finally(() => rm(directory, { recursive: true, force: true }));
    expect(report).toMatchObject({
      ...{ missing: [], foreign: [], doubled: 0, gaps: 0 },
      ...{ kept: report.malformed, keptTwice: 0, untold: 0 },
      ...{ kills: 30, rebalances: 2, differences: 0 },
    });
    expect(report.sent).toBeGreaterThan(180_000);
    expect(report.malformed).toBeGreaterThan(1_500);
    expect(report.figures).toBeGreaterThan(100);
  },
);
