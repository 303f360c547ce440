import { setTimeout as sleep } from "node:timers/promises";
import { have } from "@anshi/test-tools";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kcat } from "../kafka/kcat.js";
import { type Stack, startStack } from "./stack.js";

// No container engine is needed: the processes are started as docker-compose.yml says, on this machine.
describe.skipIf(!have("java", "maven", "kcat", "postgresClient"))("what docker-compose.yml runs", () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ services: ["api", "projector", "ingestor", "steward"] });
  }, 300_000);
  afterAll(() => stack?.stop());

  const asked = async (path: string, token: string): Promise<Response> =>
    fetch(`${stack.url("api")}${path}`, { headers: { authorization: `Bearer ${stack.secret(token)}` } });

  it("brings an event from Kafka onto the board, the metrics and the command line", {
    timeout: 120_000,
  }, async () => {
    const event = (type: string, id: string, time: string, data: object) => ({
      key: "D-1",
      value: JSON.stringify({ specversion: "1.0", source: "urn:test", subject: "D-1", type, id, time, data }),
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

  it("lets nobody in without a token, and nobody do more than theirs", async () => {
    expect((await fetch(`${stack.url("api")}/v1/board`)).status).toBe(401);
    expect((await asked("/v1/board", "intake_token")).status).toBe(403);
    expect((await asked("/v1/rejections", "metrics_token")).status).toBe(403);
  });

  it("is owned by a login that is no superuser", async () => {
    const { username } = new URL(stack.secret("database_url"));
    expect(await superusers(stack)).toEqual(["postgres"]);
    expect(username).toBe("anshi");
  });
});

async function superusers(stack: Stack): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: stack.secret("database_url") });
  await client.connect();
  try {
    const { rows } = await client.query<{ rolname: string }>("select rolname from pg_roles where rolsuper");
    return rows.map(({ rolname }) => rolname);
  } finally {
    await client.end();
  }
}
