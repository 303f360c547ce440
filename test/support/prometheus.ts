import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@anshi/test-postgres/cluster";
import { answers, startProgram } from "./program.js";

/** A series of an answer: of an instant one point, of a range several. */
export interface SeriesFound {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly { readonly at: number; readonly value: number }[];
}

/** A Prometheus at work. */
export interface Prometheus {
  readonly url: string;
  readonly query: (expr: string, at: Date) => Promise<readonly SeriesFound[]>;
  /** `step` in seconds. */
  readonly queryRange: (expr: string, from: Date, to: Date, step: number) => Promise<readonly SeriesFound[]>;
  readonly stop: () => Promise<void>;
}

/** Starts Prometheus on a free port with a configuration, its data in a directory of its own. */
export async function startPrometheus(configuration: string): Promise<Prometheus> {
  const directory = await mkdtemp(join(tmpdir(), "anshi-prometheus-"));
  const file = join(directory, "prometheus.yml");
  await writeFile(file, configuration);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = startProgram("prometheus", [
    `--config.file=${file}`,
    `--storage.tsdb.path=${join(directory, "data")}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ]);
  await Promise.race([answers(`${url}/-/ready`), program.failed]);
  return {
    url,
    query: (expr, at) => ask(`${url}/api/v1/query`, { query: expr, time: seconds(at) }),
    queryRange: (expr, from, to, step) =>
      ask(`${url}/api/v1/query_range`, {
        query: expr,
        start: seconds(from),
        end: seconds(to),
        step: String(step),
      }),
    stop: async () => {
      await program.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const seconds = (at: Date): string => String(at.getTime() / 1_000);

type Point = readonly [number, string];

async function ask(
  address: string,
  parameters: Readonly<Record<string, string>>,
): Promise<readonly SeriesFound[]> {
  const response = await fetch(address, { method: "POST", body: new URLSearchParams(parameters) });
  const answer = (await response.json()) as {
    readonly status: string;
    readonly error?: string;
    readonly data: {
      readonly result: readonly {
        readonly metric: Record<string, string>;
        readonly value?: Point;
        readonly values?: readonly Point[];
      }[];
    };
  };
  if (answer.status !== "success") throw new Error(`${parameters.query}: ${answer.error}`);
  return answer.data.result.map(({ metric, value, values = value === undefined ? [] : [value] }) => ({
    labels: metric,
    points: values.map(([at, text]) => ({ at: at * 1_000, value: Number(text) })),
  }));
}
