import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cluster, startKafka } from "@anshi/kafka-broker";
import { type FreshDatabase, freshDatabase } from "@anshi/test-postgres";
import { freePort } from "@anshi/test-postgres/cluster";
import { have } from "@anshi/test-tools";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kcat } from "./kafka/kcat.js";
import { type Anshi, runAnshi, startAnshi } from "./support/anshi.js";
import { figure, get } from "./support/client.js";
import { type Monitoring, startMonitoring } from "./support/monitoring.js";
import { type Posted, type Receivers, startReceivers } from "./support/receivers.js";

const MINUTE = 60_000;
const now = Date.now();
const at = (minutesAgo: number): string => new Date(now - minutesAgo * MINUTE).toISOString();
const event = (type: string, subject: string, time: string, data: object) => ({
  ...{ specversion: "1.0", id: `${subject}/${type}`, source: "urn:test", type: `io.anshi.${type}.v1` },
  ...{ subject, time, data },
});
const units = [
  { id: "320900", name: "盐城市" },
  { id: "320902", name: "亭湖区", parent: "320900" },
  { id: "320903", name: "盐都区", parent: "320900" },
  { id: "320904", name: "大丰区", parent: "320900" },
];
const subjects = (unit: string, count: number) => Array.from({ length: count }, (_, n) => `${unit}-${n}`);
const issued = (subject: string) =>
  event("dispatch.issued", subject, at(20), { unit: subject.slice(0, 6), dueAt: at(10) });
const verified = (subject: string) => event("dispatch.verified", subject, at(15), { result: "confirmed" });

// 亭湖区: 25 of 30 on time. 大丰区: 3 of 5, too few for a rate. 盐都区 holds the city up.
const ting = subjects("320902", 30);
const yandu = subjects("320903", 200);
const dafeng = subjects("320904", 5);
const seeded = [
  ...[...ting, ...yandu, ...dafeng].map(issued),
  ...[...ting.slice(0, 25), ...yandu, ...dafeng.slice(0, 3)].map(verified),
];
// Three that were in time after all, and nobody had entered.
const corrections = ting.slice(25, 28).map(verified);

describe.skipIf(!have("java", "maven", "kcat", "prometheus", "alertmanager"))("alerts", () => {
  const directory = mkdtempSync(join(tmpdir(), "anshi-alerts-"));
  let cluster: Cluster;
  let database: FreshDatabase;
  let anshi: Anshi;
  let receivers: Receivers;
  let monitoring: Monitoring;

  beforeAll(async () => {
    [cluster, database, receivers] = await Promise.all([
      startKafka({ nodes: 1 }),
      freshDatabase(),
      startReceivers(),
    ]);
    const relayPort = await freePort();
    const env = {
      ANSHI_DATABASE_URL: database.url,
      ANSHI_KAFKA_BROKERS: cluster.bootstrap(),
      ANSHI_ALERT_ROBOT_URL: receivers.robot,
      ANSHI_ALERT_RELAY_PORT: String(relayPort),
    };
    const made = await runAnshi(["kafka", "init", "--partitions", "3"], env);
    if (made.code !== 0) throw new Error(made.stderr);
    anshi = await startAnshi(directory, env);
    monitoring = await startMonitoring({
      directory: join(directory, "monitoring"),
      faster: 40,
      prometheusPort: await freePort(),
      alertmanagerPort: await freePort(),
      env: {
        ANSHI_METRICS_TARGETS: `anshi=${new URL(anshi.url).host}`,
        ANSHI_PUBLIC_URL: anshi.url,
        ANSHI_ALERT_WEBHOOK_URL: receivers.webhook,
        ANSHI_ALERT_WEBHOOK_TOKEN: "hook-token",
        ANSHI_ALERT_RELAY_URL: `http://127.0.0.1:${relayPort}/wecom-robot`,
        ANSHI_ALERT_WECOM_API_URL: receivers.wecomApi,
        ANSHI_ALERT_WECOM_CORP_ID: "ww1",
        ANSHI_ALERT_WECOM_AGENT_ID: "1000002",
        ANSHI_ALERT_WECOM_SECRET: "wecom-secret",
        ANSHI_ALERT_WECOM_SUPERVISORS: "2",
        ANSHI_ALERT_WECOM_OPERATORS: "3",
        ANSHI_ALERT_UNITS: "320902=12",
      },
    });
  });
  afterAll(async () => {
    await monitoring?.stop();
    await anshi?.stop();
    await Promise.all([cluster?.stop(), database?.drop(), receivers?.stop()]);
    rmSync(directory, { recursive: true, force: true });
  });

  const send = async (topic: string, events: readonly { readonly subject: string }[]): Promise<void> => {
    const producer = kcat(cluster.bootstrap(), topic);
    await producer.send(events.map((each) => ({ key: each.subject, value: JSON.stringify(each) })));
    await producer.end();
  };
  const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
    for (let tries = 0; !(await isSo()); tries += 1) {
      if (tries === 1_200)
        throw new Error(`it never came to be so; told: ${JSON.stringify(receivers.posted)}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };
  const told = (unit: string, status: Posted["status"]): readonly Posted[] =>
    receivers.posted.filter((each) => each.groupLabels.unit === unit && each.status === status);
  const shown = (unit: string) => figure(anshi.url, { measure: "19.1", unit });

  it("tell of the one unit below its line, in one message, and that it has recovered", {
    timeout: 300_000,
  }, async () => {
    await send(
      "anshi.reference",
      units.map((unit) => event("unit.registered", unit.id, at(60), unit)),
    );
    await send("anshi.dispatches", seeded);
    await until(async () => (await shown("320900")).counted === 235);
    expect(await shown("320902")).toMatchObject({ kept: 25, counted: 30, met: false, lateBudget: -2 });
    expect(await shown("320904")).toMatchObject({ kept: 3, counted: 5, met: false });

    await until(() => told("320902", "firing").length > 0);
    const [message] = told("320902", "firing");
    expect(message).toMatchObject({
      receiver: "supervisors",
      groupLabels: { ledger: "3209", unit: "320902" },
      authorization: "Bearer hook-token",
    });
    const figures = "83.33 %（25/30），达标线 line 90 %，剩余容错 late budget -2";
    const alerts = [...(message?.alerts ?? [])].sort((a, b) =>
      String(a.labels.measure).localeCompare(String(b.labels.measure)),
    );
    expect(alerts.map(({ labels, annotations }) => [labels.alertname, annotations.description])).toEqual([
      ["AnshiRateBelowLine", `亭湖区 320902 · 19.1 监测信息核查及时率：${figures}`],
      ["AnshiRateBelowLine", `亭湖区 320902 · 19.2 监测信息核查完成率：${figures}`],
    ]);
    const runbook = await fetch(alerts[0]?.annotations.runbook_url ?? "");
    expect([runbook.status, await runbook.text()]).toEqual([
      200,
      expect.stringContaining("AnshiRateBelowLine"),
    ]);

    // The unit's own department and the supervisors by the application, the group by its robot.
    const messages = (to: string) =>
      receivers.messages.filter((each) => each.to === to && each.content.includes("亭湖区"));
    await until(() => ["2", "12", "robot"].every((to) => messages(to).length > 0));
    for (const to of ["2", "12", "robot"]) {
      const own = messages(to).map(({ content }) => content);
      expect([to, own]).toEqual([to, [expect.stringContaining(figures)]]);
      expect(own[0]).toContain(`(${anshi.url}/runbooks/rate-below-line)`);
      expect(own[0]).toContain("告警 2 项");
    }

    await send("anshi.dispatches", corrections);
    await until(async () => (await shown("320902")).kept === 28);
    await until(() => told("320902", "resolved").length > 0);
    const [resolved] = told("320902", "resolved");
    expect(resolved?.alerts.map(({ status, labels }) => [status, labels.measure]).sort()).toEqual([
      ["resolved", "19.1"],
      ["resolved", "19.2"],
    ]);
    // One message for each turn, though it was looked at every second.
    expect([told("320902", "firing").length, told("320902", "resolved").length]).toEqual([1, 1]);
    await until(() => messages("robot").length === 2);
    expect(messages("robot")[1]?.content).toContain("**已恢复 2 项**");
  });

  it("say nothing of the unit with a small sample, nor of those above it", async () => {
    const alerted = await monitoring.ask('count by (unit) (count_over_time(ALERTS{area="board"}[1h]))');
    expect([...alerted.keys()]).toEqual([JSON.stringify({ unit: "320902" })]);
    for (const unit of ["3209", "320900", "320903", "320904"]) expect(told(unit, "firing")).toEqual([]);
    expect((await monitoring.ask('anshi:measure_counted:steady{measure="19.1",unit="320904"}')).size).toBe(1);
  });

  it("have nothing to say of their own way", async () => {
    const failed = await monitoring.ask("sum(alertmanager_notifications_failed_total)");
    expect([...failed.values()]).toEqual([0]);
    expect(await get(`${anshi.url}/readyz`)).toMatchObject({ ok: true });
  });
});
