import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { have } from "@anshi/test-tools";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runAnshi } from "./support/anshi.js";

const scratch = mkdtempSync(join(tmpdir(), "anshi-monitoring-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const everything = {
  ANSHI_ALERT_WEBHOOK_URL: "http://127.0.0.1:9/hook",
  ANSHI_ALERT_WEBHOOK_TOKEN: "the-token: #'\"",
  ANSHI_ALERT_RELAY_URL: "http://127.0.0.1:8418/wecom-robot",
  ANSHI_ALERT_WECOM_CORP_ID: "ww1",
  ANSHI_ALERT_WECOM_AGENT_ID: "1000002",
  ANSHI_ALERT_WECOM_SECRET: "the-secret",
  ANSHI_ALERT_WECOM_SUPERVISORS: "2",
  ANSHI_ALERT_WECOM_OPERATORS: "3",
  ANSHI_ALERT_UNITS: "320902=12,320903=13",
};
const write = async (name: string, env: Readonly<Record<string, string>>, ...words: readonly string[]) => {
  const to = join(scratch, name);
  const { code, stdout, stderr } = await runAnshi(["monitoring", "--to", to, ...words], env);
  return { to, code, said: stdout + stderr };
};
const run = (command: string, ...args: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  return status === 0 ? stdout.trim() : `failed: ${stdout}${stderr}`;
};

describe("anshi monitoring", () => {
  it.each([
    ["none", {}, "no channel is set"],
    ["webhook", { ANSHI_ALERT_WEBHOOK_URL: everything.ANSHI_ALERT_WEBHOOK_URL }, "alerts go to: webhook\n"],
    ["all", everything, "alerts go to: webhook, WeCom application, WeCom group robot"],
  ])("writes what Prometheus and Alertmanager take: %s", async (name, env, told) => {
    const { to, code, said } = await write(name, env);
    expect([code, said]).toEqual([0, expect.stringContaining(told)]);
    const config = join(to, "alertmanager/alertmanager.yml");
    const text = readFileSync(config, "utf8") + readFileSync(join(to, "prometheus/rules/board.yml"), "utf8");
    expect(text).not.toContain("${");
    expect(text).toContain("http://127.0.0.1:8417/runbooks/rate-below-line");
    expect(said).not.toContain("the-secret");
    expect(statSync(config).mode & 0o077).toBe(0);
    if (!have("prometheus", "alertmanager")) return;
    expect(run("amtool", "check-config", config)).not.toContain("failed");
    expect(run("promtool", "check", "config", join(to, "prometheus/prometheus.yml"))).not.toContain("failed");
  });

  it("refuses half a channel, and says which half is missing", async () => {
    const { code, said } = await write("half", { ANSHI_ALERT_WECOM_CORP_ID: "ww1" });
    expect(code).toBe(1);
    expect(said).toContain("ANSHI_ALERT_WECOM_CORP_ID is set, but not ANSHI_ALERT_WECOM_AGENT_ID");
    const units = await write("half", { ANSHI_ALERT_UNITS: "320902=12" });
    expect([units.code, units.said]).toEqual([1, expect.stringContaining("ANSHI_ALERT_WECOM_CORP_ID")]);
    const targets = await write("half", { ANSHI_METRICS_TARGETS: "api" });
    expect([targets.code, targets.said]).toEqual([1, expect.stringContaining("service=host:port")]);
  });

  it("takes secrets from files, and writes them nowhere but where they are needed", async () => {
    const file = join(scratch, "wecom-secret");
    writeFileSync(file, "the-secret\n");
    const { ANSHI_ALERT_WECOM_SECRET: _inline, ...others } = everything;
    const env = { ...others, ANSHI_ALERT_WECOM_SECRET_FILE: file };
    const { to } = await write("secret", env, "--faster", "60");
    const config = readFileSync(join(to, "alertmanager/alertmanager.yml"), "utf8");
    expect(config).toContain("the-secret");
    expect(config).toContain("group_wait: 1000ms");
    const rules = readFileSync(join(to, "prometheus/rules/board.yml"), "utf8");
    expect(rules).toContain("for: 5000ms");
    expect(rules).not.toContain("the-secret");
  });
});

describe.skipIf(!have("alertmanager"))("an alert", () => {
  beforeAll(() => write("routes", everything));
  const route = (labels: string) => {
    const config = join(scratch, "routes/alertmanager/alertmanager.yml");
    return run("amtool", "config", "routes", "test", `--config.file=${config}`, ...labels.split(" "));
  };

  it.each([
    ["area=board severity=critical unit=320902", "unit-320902,supervisors"],
    ["area=board severity=warning unit=320903", "unit-320903,supervisors"],
    ["area=board severity=critical unit=320904", "supervisors"],
    ["area=board severity=info unit=320902", "notices"],
    ["area=pipeline severity=critical ledger=3209", "operators"],
    ["area=processes severity=warning", "operators"],
  ])("with %s goes to %s", (labels, receivers) => {
    expect(route(labels)).toBe(receivers);
  });
});
