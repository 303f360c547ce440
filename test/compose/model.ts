import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "@anshi/test-postgres/root";
import { parse } from "yaml";

/** docker-compose.yml, as far as the tests look. */
export interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

export interface Service {
  readonly image: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly profiles?: readonly string[];
  readonly restart?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly healthcheck?: { readonly disable?: boolean; readonly test?: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

export const composeFile = join(root, "docker-compose.yml");

const text = readFileSync(composeFile, "utf8");
const pattern = /\$\{(\w+):-([^}]*)\}/gu;

/** What it takes from its environment, each with its default; a variable with two defaults is there twice. */
export const taken: readonly (readonly [name: string, fallback: string])[] = [
  ...new Map(
    [...text.matchAll(pattern)].map(
      ([whole, name = "", fallback = ""]) => [whole, [name, fallback] as const] as const,
    ),
  ).values(),
];

/** The file as Compose reads it: anchors merged, the environment's values or else the defaults put in. */
export function readCompose(env: Readonly<Record<string, string>> = {}): Compose {
  const fill = (value: unknown): unknown => {
    if (typeof value === "string")
      return value.replaceAll(pattern, (_, name, fallback) => env[name] ?? fallback).replaceAll("$$", "$");
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fill(inner)]));
  };
  return fill(parse(text, { merge: true })) as Compose;
}

/** The environment of a service, as a process sees it. */
export function environmentOf(service: Service): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(service.environment ?? {}).map(([name, value]) => [name, String(value)]),
  );
}

/** Where each of the services that are not ours listens, as its image says; and where ours do, by their environment. */
export function portsOf(name: string, service: Service): readonly number[] {
  const env = environmentOf(service);
  if (service.build !== undefined) {
    const ports = [env.ANSHI_METRICS_PORT, env.ANSHI_ALERT_RELAY_PORT].filter((port) => port !== undefined);
    if (ports.length > 0) return ports.map(Number);
    return service.command?.includes("services/api/dist/main.js") === true ? [8417] : [];
  }
  if (name === "kafka") {
    return [...(env.KAFKA_LISTENERS ?? "").matchAll(/:(\d+)/gu)].map(([, port]) => Number(port));
  }
  return { postgres: [5432], grafana: [3000], prometheus: [9090], alertmanager: [9093] }[name] ?? [];
}
