import { expect, it } from "vitest";
import { faster } from "./faster.js";

it("shortens waits alone, wherever they are, and none below a second, or a scrape's time", () => {
  const rules = [{ expr: "x[10m] > 5m", for: "5m", keep_firing_for: "1h30m" }];
  const other = { scrape_interval: "15s", repeat_interval: "7d", severity: "5m" };
  expect(faster({ groups: [{ interval: "1m", rules }], other }, 60)).toEqual({
    groups: [
      { interval: "1000ms", rules: [{ expr: "x[10m] > 5m", for: "5000ms", keep_firing_for: "90000ms" }] },
    ],
    other: { scrape_interval: "5000ms", repeat_interval: "10080000ms", severity: "5m" },
  });
});
