import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { have } from "@anshi/test-tools";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kcat } from "../kafka/kcat.js";
import { perform, shownIn } from "./shown.js";
import { type Stack, startStack } from "./stack.js";

// No container engine is needed: the processes are started as docker-compose.yml says, on this machine.
describe.skipIf(
  !have("java", "maven", "kcat", "postgresClient", "postgresServer", "prometheus", "alertmanager"),
)("what docker-compose.yml runs", () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({
      services: ["api", "projector", "ingestor", "steward", "prometheus", "alertmanager", "dashboard-login"],
    });
  }, 300_000);
  afterAll(() => stack?.stop());

  const asked = async (path: string, token: string): Promise<Response> =>
    fetch(`${stack.url("api")}${path}`, { headers: { authorization: `Bearer ${stack.secret(token)}` } });

  it("brings an event from Kafka onto the board, the metrics and the command line", {
    timeout: 120_000,
  }, async () => {
    const event = (type: string, id: string, time: string, data: object) => ({
      key: "D-1",
      value: JSON.stringify({
        specversion: "1.0",
        source: "urn:test",
        subject: "D-1",
        type,
        id,
        time,
        data,
      }),
    });
    const producer = kcat(stack.brokers, "anshi.dispatches");
    await producer.send([
      event("io.anshi.dispatch.issued.v1", "1", "2026-03-02T09:00:00+08:00", { unit: "320902" }),
      event("io.anshi.dispatch.verified.v1", "2", "2026-03-05T09:00:00+08:00", { result: "confirmed" }),
    ]);
    await producer.end();

    const kept = async (): Promise<number | undefined> => {
      const answer = await asked("/v1/board?measure=19.1&unit=320902", "admin_token");
      const { measures } = (await answer.json()) as {
        readonly measures: readonly { readonly kept: number }[];
      };
      return measures[0]?.kept;
    };
    while ((await kept()) !== 1) await sleep(200);

    const series = /^anshi_measure_kept\{(?=.*measure="19\.1")(?=.*unit="320902")(?=.*window="all").*\} 1$/mu;
    let exposition = "";
    while (!series.test(exposition)) {
      await sleep(200);
      exposition = await (await asked("/metrics", "metrics_token")).text();
    }
    expect(
      JSON.parse(await stack.cli("board", "--measure", "19.1", "--unit", "320902", "--json")),
    ).toMatchObject({
      measures: [{ kept: 1, counted: 1 }],
    });
  });

  it("is scraped as a whole, by a Prometheus that has its rules and an Alertmanager", {
    timeout: 120_000,
  }, async () => {
    const ask = async <T>(path: string): Promise<T> => {
      const response = await fetch(`${stack.url("prometheus")}/api/v1/${path}`);
      return ((await response.json()) as { readonly data: T }).data;
    };
    interface Targets {
      readonly activeTargets: readonly {
        readonly labels: { readonly service?: string; readonly job: string };
        readonly health: string;
      }[];
    }
    const targets = async () => (await ask<Targets>("targets?state=active")).activeTargets;
    const names = ["alertmanager", "api", "ingestor", "projector", "steward"];
    expect((await targets()).map(({ labels }) => labels.service ?? labels.job).sort()).toEqual(names);
    // The first scrape may have come before a service.
    while ((await targets()).some(({ health }) => health !== "up")) await sleep(500);

    interface Rules {
      readonly groups: readonly {
        readonly rules: readonly { readonly name: string; readonly health: string }[];
      }[];
    }
    const rules = async () => (await ask<Rules>("rules")).groups.flatMap((group) => group.rules);
    while ((await rules()).some(({ health }) => health === "unknown")) await sleep(500);
    expect((await rules()).length).toBeGreaterThan(20);
    expect((await rules()).filter(({ health }) => health !== "ok")).toEqual([]);

    const { activeAlertmanagers } = await ask<{
      readonly activeAlertmanagers: readonly { readonly url: string }[];
    }>("alertmanagers");
    expect(activeAlertmanagers).toEqual([{ url: `${stack.url("alertmanager")}/api/v2/alerts` }]);

    const query = encodeURIComponent('anshi_measure_kept{measure="19.1",unit="320902",window="all"}');
    const kept = () =>
      ask<{ readonly result: readonly { readonly value: readonly [number, string] }[] }>(
        `query?query=${query}`,
      );
    while ((await kept()).result[0]?.value[1] !== "1") await sleep(500);
  });

  it("is restored from its backup as the page says", { timeout: 300_000 }, async () => {
    const directory = mkdtempSync(join(tmpdir(), "anshi-backup-"));
    const board = async (of: Stack): Promise<string> =>
      of.cli("board", "--as-of", "2026-04-01T00:00:00+08:00", "--json");
    const commands = shownIn("Backup and restore");
    const backup = commands.findIndex((line) => line.includes("pg_dump"));
    expect(commands.length).toBeGreaterThan(backup + 5);
    await perform(stack, commands[backup] ?? "", directory, []);
    const before = await board(stack);
    const restored = await startStack({ services: ["postgres"] });
    try {
      for (const line of commands.slice(backup + 1))
        await perform(restored, line, directory, ["api", "projector"]);
      expect(await board(restored)).toBe(before);
    } finally {
      await restored.stop();
      rmSync(directory, { recursive: true });
    }
  });

  it("lets nobody in without a token, and nobody do more than theirs", async () => {
    expect((await fetch(`${stack.url("api")}/v1/board`)).status).toBe(401);
    expect((await asked("/v1/board", "intake_token")).status).toBe(403);
    expect((await asked("/v1/rejections", "metrics_token")).status).toBe(403);
  });

  it("gives the services a login that is no superuser, and Grafana one that reads the board alone", async () => {
    const ours = new URL(stack.secret("database_url"));
    const superuser = "select rolname from pg_roles where rolsuper";
    expect(await rows(ours, superuser)).toEqual([{ rolname: "postgres" }]);
    const theirs = new URL(`postgres://grafana:${stack.secret("grafana_password")}@${stack.database}/anshi`);
    expect(await rows(theirs, "select position > 0 as moved from board.standing")).toEqual([{ moved: true }]);
    await expect(rows(theirs, "select body from ledger.event")).rejects.toThrow("permission denied");
  });

  it("plays the demonstration by its profile", { timeout: 120_000 }, async () => {
    await stack.start("demo");
    const position = async (): Promise<number> => {
      const answer = await asked("/v1/ledgers/3209", "admin_token");
      return Number(((await answer.json()) as { readonly position: string }).position);
    };
    // The two of the first test are there.
    while ((await position()) <= 2) await sleep(200);
    await stack.stopService("demo");
    const answer = await asked("/v1/ledgers/3209/events?after=2&limit=1", "admin_token");
    expect(await answer.json()).toMatchObject({ items: [{ event: { source: "urn:anshi:demo" } }] });
  });
});

async function rows(url: URL, query: string): Promise<readonly object[]> {
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    return (await client.query<object>(query)).rows;
  } finally {
    await client.end();
  }
}
