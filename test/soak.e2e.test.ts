import { leaveOut } from "@anshi/test-tools";
import { expect, it } from "vitest";
import { defaults } from "./soak/options.js";
import { reportText } from "./soak/report.js";
import { soak } from "./soak/soak.js";

// A short one, so that it cannot rot; `pnpm test:soak` is the real one. With this seed both layouts meet the worst early.
const options = { ...defaults, minutes: 1, rate: 300, seed: 14, lasting: [2, 4], calm: [0.2, 0.6] } as const;

it("keeps every promise under traffic and mishaps", { timeout: 600_000 }, async () => {
  const report = await soak(options, () => undefined);
  for (const reason of report.leftOut) leaveOut(`soak: ${reason}`);
  expect(report.breaches, reportText(report)).toEqual([]);
  expect(report.faults.length).toBeGreaterThan(5);
  expect(report.ledger.events).toBeGreaterThan(1_000);
});
