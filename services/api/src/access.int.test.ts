import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApi, testApi } from "./testing.js";

const tokens = {
  intake: "intake-token-0123456",
  read: "read-token-0123456789",
  audit: "audit-token-012345678",
  admin: "admin-token-012345678",
};
let directory: string;
let api: TestApi;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "anshi-tokens-"));
  const file = join(directory, "tokens.json");
  const entries = Object.entries(tokens).map(([role, token]) => ({ name: role, token, roles: [role] }));
  writeFileSync(file, JSON.stringify({ tokens: entries }));
  api = await testApi({ ANSHI_TOKENS_FILE: file });
});
afterAll(async () => {
  await api.close();
  rmSync(directory, { recursive: true });
});

async function status(method: string, path: string, token?: string): Promise<number> {
  const headers: Record<string, string> = { "content-type": "application/cloudevents-batch+json" };
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  const response = await fetch(`${api.url}${path}`, {
    method,
    headers,
    ...(method === "POST" ? { body: "[]" } : {}),
  });
  await response.arrayBuffer();
  return response.status;
}

describe("roles", () => {
  it.each([
    ["POST", "/v1/events", ["intake", "admin"]],
    ["GET", "/v1/board", ["read", "audit", "admin"]],
    ["GET", "/v1/cases", ["read", "audit", "admin"]],
    ["GET", "/v1/ledgers/3209", ["read", "audit", "admin"]],
    ["GET", "/v1/ledgers/3209/events", ["audit", "admin"]],
    ["GET", "/v1/rejections", ["audit", "admin"]],
    ["GET", "/metrics", ["read", "audit", "admin"]],
    ["GET", "/v1/units", ["read", "audit", "admin"]],
    ["GET", "/v1/calendar", ["read", "audit", "admin"]],
  ])("%s %s is for %j only", async (method, path, allowed) => {
    for (const [role, token] of Object.entries(tokens)) {
      expect([role, await status(method, path, token)]).toEqual([role, allowed.includes(role) ? 200 : 403]);
    }
    expect(await status(method, path)).toBe(401);
    expect(await status(method, path, "unknown-token-012345")).toBe(401);
  });

  it("are not asked for by runbooks: alerts link there from wherever they are read", async () => {
    const response = await fetch(`${api.url}/runbooks/rate-below-line`);
    expect([response.status, response.headers.get("content-type")]).toEqual([
      200,
      "text/plain; charset=utf-8",
    ]);
    expect(await response.text()).toContain("AnshiRateBelowLine");
    expect(await status("GET", "/runbooks")).toBe(200);
    for (const name of ["nothing", "..%2f..%2fpackage.json", "%2e%2e%2fmetrics.md"])
      expect([name, await status("GET", `/runbooks/${name}`)]).toEqual([name, 404]);
  });

  it("shows the bytes of a rejection to an admin only, who alone may redrive or purge them", async () => {
    const send = (method: string, path: string, token: string, body?: string) =>
      fetch(`${api.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/cloudevents+json" },
        ...(body === undefined ? {} : { body }),
      });
    await (await send("POST", "/v1/events", tokens.intake, "no JSON")).arrayBuffer();
    const seen = async (token: string) => (await send("GET", "/v1/rejections/1", token)).json();
    expect(await seen(tokens.audit)).toMatchObject({ code: "not-json", payload: null });
    expect(await seen(tokens.admin)).toMatchObject({
      payload: { text: "no JSON", base64: Buffer.from("no JSON").toString("base64") },
    });
    for (const [role, token] of Object.entries(tokens)) {
      const statusOf = async (method: string, path: string) => (await send(method, path, token)).status;
      const expected = role === "admin" ? 200 : 403;
      expect([role, await statusOf("POST", "/v1/rejections/1/redrive")]).toEqual([role, expected]);
      expect([role, await statusOf("DELETE", "/v1/rejections/1/payload")]).toEqual([role, expected]);
    }
  });

  it("leaves health and the description open", async () => {
    expect([
      await status("GET", "/healthz"),
      await status("GET", "/readyz"),
      await status("GET", "/openapi.json"),
    ]).toEqual([200, 200, 200]);
  });
});

describe("without tokens", () => {
  it("serves only names of this machine", async () => {
    const open = await testApi();
    const { hostname, port } = new URL(open.url);
    const { request } = await import("node:http");
    const asked = (host: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        request({ hostname, port, path: "/v1/board", headers: { host } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .once("error", reject)
          .end();
      });
    const hosts = ["localhost", `127.0.0.1:${port}`, "attacker.example", "127.attacker.example"];
    expect(await Promise.all(hosts.map(asked))).toEqual([200, 200, 403, 403]);
    await open.close();
  });
});
