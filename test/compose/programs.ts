import { execFileSync } from "node:child_process";
import { readFileSync, realpathSync } from "node:fs";
import { connect } from "node:net";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startSingle } from "@anshi/kafka-broker";
import { startCluster, stopCluster } from "@anshi/test-postgres/cluster";
import { root } from "@anshi/test-postgres/root";
import { pathOf } from "@anshi/test-tools";
import { answers, type Program, startProgram } from "../support/program.js";
import { environmentOf, portsOf, type Service } from "./model.js";
import type { Places } from "./places.js";

/** Something of the stack that runs. */
export interface Started {
  /** Resolves when it is as its health check wants it; rejects when it ends before. */
  readonly healthy: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Of the image's own: what it is as a process. */
  readonly program?: Program;
}

/** What starts one service on this machine, in place of a container. */
export interface Starting {
  readonly name: string;
  readonly service: Service;
  readonly places: Places;
  readonly directory: string;
  /** Variables of the service that a test wants otherwise. */
  readonly otherwise: Readonly<Record<string, string>>;
}

const AGAIN_MS = 250;

// The operating system's, whose own tools can dump it: the oldest version that is to work, where the other tests use the newest.
const serverPrograms = dirname(realpathSync(pathOf("initdb") ?? "/"));

/** The server, and in it what the mounted script makes on a new one. */
export async function startPostgres({ name, service, places, directory }: Starting): Promise<Started> {
  const url = await startCluster(directory, {
    durable: false,
    settings: (service.command ?? []).flatMap((word) => (word.startsWith("-c") ? [word.slice(2)] : [])),
    port: places.port(name, 5432),
    bin: serverPrograms,
  });
  const { port } = new URL(url);
  const [script = ""] = (service.volumes ?? []).filter((mount) =>
    mount.includes("docker-entrypoint-initdb.d"),
  );
  execFileSync("sh", [join(root, script.split(":")[0] ?? "")], {
    env: { ...hereOf(name, service, places), PATH: pathWith("psql"), PGHOST: "127.0.0.1", PGPORT: port },
  });
  return { healthy: async () => undefined, stop: () => stopCluster(directory, serverPrograms) };
}

/** The broker with the settings that the image makes of its variables. */
export async function startKafkaOf({ name, service, places, directory }: Starting): Promise<Started> {
  const env = hereOf(name, service, places);
  const properties = Object.entries(env)
    .filter(([variable]) => variable.startsWith("KAFKA_") && variable !== "KAFKA_HEAP_OPTS")
    .map(([variable, value]) => [variable.slice("KAFKA_".length).toLowerCase().replaceAll("_", "."), value]);
  const broker = await startSingle({
    directory,
    clusterId: env.CLUSTER_ID ?? "",
    properties: Object.fromEntries(properties),
    heapMb: 384,
  });
  const address = places.here(name, "kafka:9092");
  const healthy = async (): Promise<void> => {
    while (broker.isRunning() && !(await listens(address))) await sleep(AGAIN_MS);
    if (!broker.isRunning()) throw new Error(readFileSync(join(directory, "broker.log"), "utf8"));
  };
  return { healthy, stop: broker.stop };
}

/** Prometheus, Alertmanager: the same flags, on a port of this machine. */
export async function startFlagged(
  program: string,
  { name, service, places, directory }: Starting,
): Promise<Started> {
  const [port = 0] = portsOf(name, service);
  const flags = (service.command ?? []).map((word) => places.here(name, word));
  const listen = `--web.listen-address=127.0.0.1:${places.port(name, port)}`;
  const running = startProgram(pathOf(program) ?? program, [...flags, listen], { cwd: directory });
  const url = places.here(name, service.healthcheck?.test?.find((word) => word.startsWith("http")) ?? "");
  return { healthy: () => Promise.race([answers(url), running.failed]), stop: running.stop };
}

/** One of the image's own: a service, or a command that ends. */
export async function startOwn(starting: Starting): Promise<Started> {
  const { service } = starting;
  const options = { env: imageEnvironment(starting), cwd: root };
  const [command = "", ...args] = commandOf(
    [...(service.entrypoint ?? []), ...(service.command ?? [])],
    starting,
  );
  const program = startProgram(command, args, options);
  let isOver = false;
  program.failed.catch(() => {
    isOver = true;
  });
  const asked = async (): Promise<void> => {
    const check = join(root, "infra/docker/ready.mjs");
    while (!isOver && (await startProgram(process.execPath, [check], options).ended) !== 0)
      await sleep(AGAIN_MS);
  };
  return { healthy: () => Promise.race([asked(), program.failed]), stop: program.stop, program };
}

/** A command line of the image, as this machine runs it. */
export function commandOf(
  words: readonly string[],
  { name, places }: Pick<Starting, "name" | "places">,
): readonly string[] {
  return words.map((word) => places.here(name, word));
}

/** The environment that a container of the image has, with ports of this machine. */
export function imageEnvironment({
  name,
  service,
  places,
  otherwise,
}: Omit<Starting, "directory">): Readonly<Record<string, string>> {
  const own = hereOf(name, service, places);
  const ports = portsOf(name, service);
  // A port that its environment does not name is the image's default for the api.
  const named = Object.keys(own).filter((variable) => variable.endsWith("_PORT"));
  const moved = (named.length === 0 && ports.length > 0 ? ["ANSHI_PORT"] : named).map((variable, index) => [
    variable,
    String(places.port(name, Number(own[variable] ?? ports[index]))),
  ]);
  return {
    // `node` is the one that runs this, `anshi` the repository's.
    PATH: [dirname(process.execPath), join(root, "node_modules/.bin"), process.env.PATH].join(delimiter),
    NODE_ENV: "production",
    ANSHI_HOST: "127.0.0.1",
    ...own,
    ...Object.fromEntries(moved),
    ...otherwise,
  };
}

function hereOf(name: string, service: Service, places: Places): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environmentOf(service)).map(([variable, value]) => [variable, places.here(name, value)]),
  );
}

function listens(address: string): Promise<boolean> {
  const [host = "", port] = address.split(":");
  return new Promise((resolve) => {
    const socket = connect(Number(port), host, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

function pathWith(program: string): string {
  const found = pathOf(program);
  return found === undefined
    ? (process.env.PATH ?? "")
    : `${found.slice(0, -program.length - 1)}:${process.env.PATH}`;
}
