import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import Fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, it } from "vitest";
import { consoleFiles } from "./console-files.js";
import { serveConsole } from "./console-route.js";

let directory: string;
let app: FastifyInstance;
const script = `console.log(${JSON.stringify("x".repeat(5_000))})`;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "anshi-console-"));
  mkdirSync(join(directory, "assets"));
  mkdirSync(join(directory, ".vite"));
  writeFileSync(join(directory, "index.html"), "<!doctype html><p>hello</p>");
  writeFileSync(join(directory, "assets/index-abc.js"), script);
  writeFileSync(join(directory, ".vite/manifest.json"), "{}");
  app = Fastify();
  serveConsole(app, consoleFiles(directory));
});
afterAll(async () => {
  await app.close();
  rmSync(directory, { recursive: true });
});

it("answers the page, to be asked for again each time, under a strict policy", async () => {
  const { statusCode, headers, body } = await app.inject("/");
  expect([statusCode, body]).toEqual([200, "<!doctype html><p>hello</p>"]);
  expect(headers).toMatchObject({
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-cache",
    "x-content-type-options": "nosniff",
  });
  const policy = String(headers["content-security-policy"]);
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|https?:|\*/u);
  const again = await app.inject({ url: "/", headers: { "if-none-match": String(headers.etag) } });
  expect([again.statusCode, again.body]).toEqual([304, ""]);
});

it("answers assets packed to those who unpack, to be kept for good", async () => {
  const plain = await app.inject("/assets/index-abc.js");
  expect([plain.body, plain.headers["content-encoding"]]).toEqual([script, undefined]);
  expect(plain.headers["cache-control"]).toContain("immutable");
  const packed = await app.inject({
    url: "/assets/index-abc.js",
    headers: { "accept-encoding": "br, gzip" },
  });
  expect(packed.headers["content-encoding"]).toBe("gzip");
  expect(gunzipSync(packed.rawPayload).toString()).toBe(script);
});

it("has nothing else to answer", async () => {
  for (const url of ["/.vite/manifest.json", "/index.html", "/assets/", "/../package.json"])
    expect([url, (await app.inject(url)).statusCode]).toEqual([url, 404]);
  expect(consoleFiles(join(directory, "assets")).size).toBe(0);
});
