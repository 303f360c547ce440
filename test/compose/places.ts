import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePorts } from "@anshi/kafka-broker";
import { root } from "@anshi/test-postgres/root";
import { type Compose, portsOf, type Service } from "./model.js";

/** Where on this machine is what the containers know by other names: hosts, ports, mounted files, secrets, volumes. */
export interface Places {
  /** The port of the loopback address that stands for a service's own. */
  readonly port: (service: string, port: number) => number;
  /** A text of a service's configuration, as it is on this machine. */
  readonly here: (service: string, text: string) => string;
  readonly secret: (name: string) => string;
  /** A directory of this machine that stands for a volume. */
  readonly volume: (name: string) => string;
}

/** Gives every service ports and directories, and makes the secrets. Everything lies in `directory`. */
export async function choosePlaces(compose: Compose, directory: string): Promise<Places> {
  const services = Object.entries(compose.services);
  const known = services.flatMap(([name, service]) =>
    portsOf(name, service).map((port) => `${name}:${port}`),
  );
  const free = await freePorts(known.length);
  const ports = new Map(known.map((name, index) => [name, free[index] ?? 0]));
  const port = (service: string, own: number): number => {
    const found = ports.get(`${service}:${own}`);
    if (found === undefined) throw new Error(`${service} does not listen on ${own}`);
    return found;
  };
  const hosts = (text: string): string =>
    text.replaceAll(/\b([a-z]+):(\d+)\b/gu, (whole) =>
      ports.has(whole) ? `127.0.0.1:${ports.get(whole)}` : whole,
    );

  const secrets = join(directory, "secrets");
  execFileSync("sh", [join(root, "infra/docker/make-secrets.sh"), secrets]);
  for (const name of readdirSync(secrets)) {
    const file = join(secrets, name);
    chmodSync(file, 0o600);
    writeFileSync(file, hosts(readFileSync(file, "utf8")));
  }
  const secret = (name: string): string =>
    join(secrets, compose.secrets[name]?.file.split("/").at(-1) ?? name);
  const volume = (name: string): string => join(directory, "volumes", name);
  for (const name of Object.keys(compose.volumes)) mkdirSync(volume(name), { recursive: true });

  const pathsOf = ({ volumes = [] }: Service): readonly (readonly [string, string])[] => [
    // Also those of another service, for which a file is written.
    ...Object.keys(compose.secrets).map((name) => [`/run/secrets/${name}`, secret(name)] as const),
    ...volumes.map((mount) => {
      const [source = "", target = ""] = mount.split(":");
      return [target, source.startsWith("./") ? join(root, source) : volume(source)] as const;
    }),
  ];
  const here = (name: string, text: string): string => {
    const service = compose.services[name];
    if (service === undefined) throw new Error(`there is no service ${name}`);
    const own = portsOf(name, service);
    const paths = new Map(pathsOf(service));
    const inside = [...paths.keys()].sort((a, b) => b.length - a.length).join("|");
    // Its own listeners, however it writes them.
    const listening = hosts(text).replaceAll(/(127\.0\.0\.1:|:\/\/:)(\d+)/gu, (whole, _, digits) =>
      own.includes(Number(digits))
        ? whole.replace(/(127\.0\.0\.1)?:\d+$/u, `127.0.0.1:${port(name, Number(digits))}`)
        : whole,
    );
    // A path from its beginning: no part of another.
    return listening.replaceAll(
      new RegExp(`(?<=^|[=:\\s"])(${inside})(?=/|\\W|$)`, "gu"),
      (path) => paths.get(path) ?? path,
    );
  };
  return { port, here, secret, volume };
}
