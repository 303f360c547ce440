import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { runAnshi } from "./anshi.js";
import { get } from "./client.js";
import { answers, startProgram } from "./program.js";

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
    startProgram("prometheus-alertmanager", [
      `--config.file=${join(directory, "alertmanager/alertmanager.yml")}`,
      `--storage.path=${data("alertmanager-data")}`,
      `--web.listen-address=${alertmanager}`,
      "--cluster.listen-address=",
    ]),
    startProgram("prometheus", [
      `--config.file=${join(directory, "prometheus/prometheus.yml")}`,
      `--storage.tsdb.path=${data("prometheus-data")}`,
      `--web.listen-address=${prometheus}`,
    ]),
  ];
  await Promise.race([
    answers(`http://${alertmanager}/-/ready`).then(() => answers(`http://${prometheus}/-/ready`)),
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
