import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { openLog, openMetrics } from "@anshi/runtime";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Relay, startRelay } from "./relay.js";
import { robot } from "./robot.js";

const KEY = "693a91f6-0000-4bc4-97a0-secret";
const log = openLog("silent");
const warn = vi.spyOn(log, "warn");
let wecom: Server;
let taken: { readonly path: string; readonly body: unknown }[];
let answered: () => { readonly status: number; readonly body: string };
let relay: Relay;
let metrics: ReturnType<typeof openMetrics>;

beforeEach(async () => {
  taken = [];
  answered = () => ({ status: 200, body: '{"errcode":0,"errmsg":"ok"}' });
  warn.mockClear();
  wecom = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => {
      text += chunk.toString("utf8");
    });
    request.on("end", () => {
      taken.push({ path: request.url ?? "", body: JSON.parse(text) });
      const { status, body } = answered();
      response.writeHead(status, { "content-type": "application/json" }).end(body);
    });
  });
  await new Promise<void>((resolve) => wecom.listen(0, "127.0.0.1", resolve));
  const { port } = wecom.address() as AddressInfo;
  metrics = openMetrics(log);
  relay = await startRelay(
    { robot: robot(`http://127.0.0.1:${port}/send?key=${KEY}`), log, metrics },
    "127.0.0.1",
    0,
  );
});
afterEach(async () => {
  await relay.stop();
  await new Promise((resolve) => wecom.close(resolve));
});

const notification = (alerts: number) => ({
  version: "4",
  status: "firing",
  alerts: Array.from({ length: alerts }, (_, n) => ({
    status: "firing",
    labels: { alertname: "AnshiRateBelowLine", severity: "critical", unit: "320902" },
    annotations: { summary: `低于达标线 ${n}`, description: "83.33 %（25/30）", runbook_url: "http://r/x" },
  })),
});
const post = async (body: string, url = relay.url, method = "POST") => {
  const response = await fetch(url, { method, ...(method === "POST" ? { body } : {}) });
  return { status: response.status, text: await response.text() };
};
const counted = async (outcome: string) =>
  new RegExp(`anshi_alerts_relayed_total\\{outcome="${outcome}"\\} (\\d+)`, "u").exec(
    await metrics.text(),
  )?.[1];

it("posts a notification to the robot as one message of markdown", async () => {
  expect(await post(JSON.stringify(notification(2)))).toEqual({ status: 200, text: "sent" });
  expect(taken).toEqual([
    {
      path: `/send?key=${KEY}`,
      body: { msgtype: "markdown", markdown: { content: expect.stringContaining("**告警 2 项**") } },
    },
  ]);
  expect([await counted("sent"), await counted("failed")]).toEqual(["1", "0"]);
});

it("cuts what is too long for the robot", async () => {
  await post(JSON.stringify(notification(300)));
  const body = taken[0]?.body as { readonly markdown: { readonly content: string } };
  expect(Buffer.byteLength(body.markdown.content)).toBeLessThanOrEqual(4_096);
  expect(body.markdown.content).toMatch(/…另有 \d+ 项 and \d+ more$/u);
});

it.each([
  [{ status: 200, body: '{"errcode":45009,"errmsg":"api freq out of limit"}' }, "errcode 45009"],
  [{ status: 500, body: "oops" }, "answered 500"],
  [{ status: 200, body: "<html>" }, "none of WeCom's"],
  [{ status: 302, body: "" }, "answered 302"],
])(
  "asks Alertmanager to try again when the robot answers %o, and tells its key to nobody",
  async (answer, why) => {
    answered = () => answer;
    const { status, text } = await post(JSON.stringify(notification(1)));
    expect([status, text]).toEqual([503, expect.stringContaining(why)]);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(`${text}${JSON.stringify(warn.mock.calls)}`).not.toMatch(/key=|secret/u);
    expect(await counted("failed")).toBe("1");
  },
);

it("does so too when the robot cannot be reached", async () => {
  wecom.closeAllConnections();
  await new Promise((resolve) => wecom.close(resolve));
  const { status, text } = await post(JSON.stringify(notification(1)));
  expect([status, text]).toEqual([503, "the robot cannot be reached (ECONNREFUSED)"]);
  expect(JSON.stringify(warn.mock.calls)).not.toMatch(/key=|secret/u);
});

it("refuses what is no notification of Alertmanager, and hands nothing of it on", async () => {
  const refused = [
    await post("{"),
    await post('{"version":"3","alerts":[]}'),
    await post(JSON.stringify({ version: "4", alerts: [{ status: "odd" }] })),
    await post("x".repeat(1_100_000)),
    await post("{}", relay.url.replace("/wecom-robot", "/")),
    await post("", relay.url, "GET"),
  ];
  expect(refused.map(({ status }) => status)).toEqual([400, 400, 400, 413, 404, 405]);
  expect(taken).toEqual([]);
});

it("says how to go on when its port is taken", async () => {
  const port = Number(new URL(relay.url).port);
  await expect(
    startRelay({ robot: robot("http://x"), log, metrics: openMetrics(log) }, "127.0.0.1", port),
  ).rejects.toMatchObject({
    message: expect.stringContaining(String(port)),
    wayOut: expect.stringContaining("ANSHI_ALERT_RELAY_PORT"),
  });
});
