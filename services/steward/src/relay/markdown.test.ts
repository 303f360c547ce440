import fc from "fast-check";
import { expect, it } from "vitest";
import { MOST_BYTES, markdownOf } from "./markdown.js";
import type { NotifiedAlert } from "./notification.js";

const alert = (own: Partial<NotifiedAlert> = {}): NotifiedAlert => ({
  ...{
    status: "firing",
    severity: "critical",
    summary: "低于达标线",
    description: "亭湖区 83.33 %（25/30）",
  },
  ...{ runbook: "http://anshi/runbooks/rate-below-line" },
  ...own,
});

it("tells each alert with its figures and its runbook, firing ones first", () => {
  const resolved = alert({
    status: "resolved",
    summary: "看板停滞",
    description: "两行\n字",
    runbook: undefined,
  });
  expect(markdownOf({ alerts: [resolved, alert()], truncated: 0 })).toBe(
    [
      "**告警 1 项，已恢复 1 项**",
      '<font color="warning">【严重】</font>低于达标线',
      "> 亭湖区 83.33 %（25/30）",
      "> [处置办法 Runbook](http://anshi/runbooks/rate-below-line)",
      '<font color="info">【恢复】</font>看板停滞',
      "> 两行",
      "> 字",
    ].join("\n"),
  );
});

it("counts what does not fit, and what Alertmanager left out", () => {
  const many = Array.from({ length: 60 }, (_, n) => alert({ summary: `第 ${n} 项` }));
  const text = markdownOf({ alerts: many, truncated: 5 });
  const shown = text.match(/第 \d+ 项/gu)?.length ?? 0;
  expect(shown).toBeGreaterThan(10);
  expect(text.endsWith(`\n…另有 ${65 - shown} 项 and ${65 - shown} more`)).toBe(true);
  expect(text).toContain("**告警 60 项**");
  // One more would not have fitted.
  expect(
    Buffer.byteLength(text) + Buffer.byteLength(text.split("\n").slice(1, 4).join("\n")),
  ).toBeGreaterThan(MOST_BYTES);
});

it("never exceeds what the robot takes, and cuts no character in two", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 3_000 });
  const alerts = fc.array(fc.record({ summary: text, description: text }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(alerts, fc.nat(9), (own, truncated) => {
      const made = markdownOf({ alerts: own.map(alert), truncated });
      expect(Buffer.byteLength(made)).toBeLessThanOrEqual(MOST_BYTES);
      expect(Buffer.from(made, "utf8").toString("utf8")).toBe(made);
    }),
    { numRuns: 50 },
  );
});
