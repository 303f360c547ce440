import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { piped } from "../support/shell.js";
import { portsOf, readCompose } from "./model.js";
import { choosePlaces } from "./places.js";
import {
  commandOf,
  imageEnvironment,
  type Started,
  type Starting,
  startFlagged,
  startKafkaOf,
  startOwn,
  startPostgres,
} from "./programs.js";

/** What docker-compose.yml runs, as processes of this machine: the same programs, settings and files, without containers. */
export interface Stack {
  /** `http://…` of a service. */
  readonly url: (service: string) => string;
  /** The text of a secret. */
  readonly secret: (name: string) => string;
  /** host:port of Kafka, as clients outside are told. */
  readonly brokers: string;
  /** Runs `anshi` as `docker compose run cli` does; resolves with what it wrote. Rejects when it ends with anything but 0. */
  readonly cli: (...words: readonly string[]) => Promise<string>;
  /** host:port of PostgreSQL. */
  readonly database: string;
  /** Starts more of its services, or those that were stopped. */
  readonly start: (...services: readonly string[]) => Promise<void>;
  readonly stopService: (service: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface StackOptions {
  /** Services to start, with all they depend on. */
  readonly services: readonly string[];
  /** Of Compose's own environment (.env). */
  readonly env?: Readonly<Record<string, string>>;
  /** Variables of single services that the test wants otherwise: `{api: {ANSHI_SMALL_SAMPLE: "5"}}`. */
  readonly otherwise?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const LIMIT_MS = 120_000;
const ATTEMPTS = 5;

/** Starts the services in the order they depend on each other, each when those before it are healthy or done. */
export async function startStack({ services, env = {}, otherwise = {} }: StackOptions): Promise<Stack> {
  const compose = readCompose(env);
  const directory = mkdtempSync(join(tmpdir(), "anshi-stack-"));
  // PostgreSQL's user has to reach its own.
  chmodSync(directory, 0o755);
  const places = await choosePlaces(compose, directory);
  const running = new Map<string, Started>();
  const begun = new Map<string, Promise<void>>();

  const startingOf = (name: string): Starting => {
    const service = compose.services[name];
    if (service === undefined) throw new Error(`there is no service ${name}`);
    const own = join(directory, name);
    mkdirSync(own, { recursive: true, mode: 0o755 });
    return { name, service, places, directory: own, otherwise: otherwise[name] ?? {} };
  };
  const started = async (starting: Starting): Promise<Started> => {
    switch (starting.name) {
      case "postgres":
        return startPostgres(starting);
      case "kafka":
        return startKafkaOf(starting);
      case "prometheus":
        return startFlagged("prometheus", starting);
      case "alertmanager":
        return startFlagged("prometheus-alertmanager", starting);
      default:
        return startOwn(starting);
    }
  };
  const bring = async (name: string): Promise<void> => {
    const starting = startingOf(name);
    await Promise.all(Object.keys(starting.service.depends_on ?? {}).map(begin));
    for (let attempt = 1; ; attempt += 1) {
      const one = await started(starting);
      if (starting.service.restart === "unless-stopped") {
        running.set(name, one);
        return starting.service.healthcheck?.disable === true ? undefined : healthy(name, one);
      }
      if ((await one.program?.ended) === 0) return;
      if (attempt === ATTEMPTS) return one.program?.failed;
      await sleep(1_000);
    }
  };
  const begin = (name: string): Promise<void> => {
    const known = begun.get(name) ?? bring(name);
    begun.set(name, known);
    return known;
  };
  const stop = async (): Promise<void> => {
    for (const one of [...running.values()].reverse()) await one.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  const start = async (...names: readonly string[]): Promise<void> => {
    const results = await Promise.allSettled(names.map(begin));
    const failed = results.find((result) => result.status === "rejected");
    if (failed === undefined) return;
    await stop();
    throw failed.reason;
  };
  await start(...services);

  return {
    url: (name) => {
      const [port = 0] = portsOf(name, startingOf(name).service);
      return `http://127.0.0.1:${places.port(name, port)}`;
    },
    secret: (name) => readFileSync(places.secret(name), "utf8"),
    brokers: `127.0.0.1:${places.port("kafka", 9094)}`,
    cli: (...words) => {
      const starting = startingOf("cli");
      const [command = "", ...args] = commandOf(["anshi", ...words], starting);
      return piped([command, ...args], "", imageEnvironment(starting));
    },
    database: `127.0.0.1:${places.port("postgres", 5432)}`,
    start,
    stopService: async (name) => {
      await running.get(name)?.stop();
      running.delete(name);
      begun.delete(name);
    },
    stop,
  };
}

async function healthy(name: string, one: Started): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${name} is not healthy after ${LIMIT_MS / 1000} s`)),
      LIMIT_MS,
    );
  });
  try {
    await Promise.race([one.healthy(), late]);
  } finally {
    clearTimeout(timer);
  }
}
