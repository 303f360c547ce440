import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { loadConfig } from "@anshi/runtime";
import { root } from "@anshi/test-postgres/root";
import { expect, it } from "vitest";
import { portsOf, readCompose } from "./model.js";

const read = (path: string): string => readFileSync(join(root, path), "utf8");
const dockerfile = read("Dockerfile");

it("is on Node 24, pinned, and runs as nobody special", () => {
  const images = [...dockerfile.matchAll(/^FROM (\S+)/gmu)].map(([, image]) => image);
  expect(new Set(images).size).toBe(1);
  expect(images[0]).toMatch(/^node:24\.\d+\.\d+-/u);
  expect(/^USER (\d+)/mu.exec(dockerfile)?.[1]).toBe("1000");
});

const sources = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gmu)].flatMap(([, paths = ""]) =>
  paths.split(" "),
);

it("copies what exists and what .dockerignore lets through", () => {
  const ignore = read(".dockerignore").split("\n");
  expect(sources.length).toBeGreaterThan(8);
  for (const source of sources) {
    expect(existsSync(join(root, source)), source).toBe(true);
    expect(ignore).toContain(`!${source}`);
  }
});

it("has what the services read beside their own sources", () => {
  const files = ["packages", "services"]
    .flatMap((group) => readdirSync(join(root, group)).map((name) => join(group, name, "src")))
    .flatMap((src) =>
      readdirSync(join(root, src), { recursive: true, encoding: "utf8" })
        .filter((path) => /(?<!\.test)\.ts$/u.test(path))
        .map((path) => join(src, path)),
    );
  const outside = files.flatMap((file) =>
    [...read(file).matchAll(/new URL\("([^"]+)", import\.meta\.url\)/gu)]
      .map(([, path = ""]) => join(dirname(file), path))
      .filter((path) => !path.startsWith(file.split("/").slice(0, 2).join("/"))),
  );
  expect(outside).toContain("infra/");
  expect(outside.filter((path) => !sources.some((source) => path.startsWith(source)))).toEqual([]);
});

it("exposes the ports that the services listen on", () => {
  const built = Object.entries(readCompose().services).filter(([, { build }]) => build !== undefined);
  const exposed = /^EXPOSE (.+)$/mu.exec(dockerfile)?.[1]?.split(" ").map(Number);
  expect(exposed).toEqual([...new Set(built.flatMap(([name, service]) => portsOf(name, service)))]);
  expect(exposed).toContain(loadConfig({}).integer("ANSHI_PORT"));
});

it("asks for health and starts by files that exist", () => {
  const [, program, check = ""] = /CMD \["(node)", "(infra[^"]+)"\]/u.exec(dockerfile) ?? [];
  expect(program).toBe("node");
  expect(existsSync(join(root, check))).toBe(true);
  const script = /node (scripts\/\S+)$/mu.exec(dockerfile)?.[1] ?? "";
  expect(existsSync(join(root, script))).toBe(true);
});
