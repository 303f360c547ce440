import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { runAnshi } from "./anshi.js";
import { get } from "./client.js";

/** A Prometheus and an Alertmanager at work, on the configuration that is deployed. */
export interface Monitoring {
  /** The value of each series that an expression gives now, by its labels as JSON. */
  readonly ask: (expression: string) => Promise<ReadonlyMap<string, number>>;
  readonly stop: () => Promise<void>;
}

export interface MonitoringSettings {
  /** An empty directory. */
  readonly directory: string;
  /** What `anshi monitoring` is given besides the ports. */
  readonly env: Readonly<Record<string, string>>;
  /** How many times shorter every wait is. */
  readonly faster: number;
  readonly prometheusPort: number;
  readonly alertmanagerPort: number;
}

/** Has `anshi monitoring` write the configuration, and starts both; resolves when both are ready. */
export async function startMonitoring(settings: MonitoringSettings): Promise<Monitoring> {
  const { directory, faster } = settings;
  const prometheus = `127.0.0.1:${settings.prometheusPort}`;
  const alertmanager = `127.0.0.1:${settings.alertmanagerPort}`;
  const words = ["monitoring", "--to", directory, "--faster", String(faster)];
  const written = await runAnshi(words, { ...settings.env, ANSHI_ALERTMANAGER: alertmanager });
  if (written.code !== 0) throw new Error(written.stderr);
  const data = (name: string): string => {
    mkdirSync(join(directory, name));
    return join(directory, name);
  };
  const programs = [
    start("prometheus-alertmanager", [
      `--config.file=${join(directory, "alertmanager/alertmanager.yml")}`,
      `--storage.path=${data("alertmanager-data")}`,
      `--web.listen-address=${alertmanager}`,
      "--cluster.listen-address=",
    ]),
    start("prometheus", [
      `--config.file=${join(directory, "prometheus/prometheus.yml")}`,
      `--storage.tsdb.path=${data("prometheus-data")}`,
      `--web.listen-address=${prometheus}`,
    ]),
  ];
  await Promise.race([
    ready(`http://${alertmanager}/-/ready`).then(() => ready(`http://${prometheus}/-/ready`)),
    ...programs.map(({ failed }) => failed),
  ]);
  return {
    ask: async (expression) => {
      const query = new URLSearchParams({ query: expression });
      const answer = await get<{
        data: { result: readonly { metric: object; value: readonly [number, string] }[] };
      }>(`http://${prometheus}/api/v1/query?${query}`);
      return new Map(
        answer.data.result.map(({ metric, value }) => [JSON.stringify(metric), Number(value[1])]),
      );
    },
    stop: async () => {
      await Promise.all(programs.map(({ stop }) => stop()));
    },
  };
}

function start(command: string, args: readonly string[]) {
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString("utf8")).slice(-20_000);
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const failed = ended.then(() => Promise.reject(new Error(`${command} ended\n${said}`)));
  failed.catch(() => undefined);
  return {
    failed,
    stop: () => {
      child.kill("SIGTERM");
      return ended;
    },
  };
}

async function ready(url: string): Promise<void> {
  for (;;) {
    const response = await fetch(url).catch(() => undefined);
    await response?.arrayBuffer();
    if (response?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
