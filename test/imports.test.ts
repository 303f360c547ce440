import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What each part may import of the others: imports point down only, and only the command line brings services together. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  "packages/domain": [],
  "packages/mapping": ["domain"],
  "packages/terms": ["domain"],
  "packages/runtime": [],
  "packages/ledger": ["domain"],
  "packages/board": ["domain", "ledger"],
  "packages/evidence": ["domain", "terms", "ledger", "board"],
  "infra/kafka": [],
  "services/ingestor": ["domain", "ledger", "runtime"],
  "services/api": ["domain", "terms", "ledger", "board", "evidence", "runtime"],
  "services/projector": ["domain", "ledger", "board", "runtime"],
  "services/steward": ["domain", "ledger", "board", "runtime"],
  "services/console": ["domain", "terms", "mapping"],
  "services/cli": [
    "domain",
    "mapping",
    "ledger",
    "board",
    "evidence",
    "runtime",
    "api",
    "projector",
    "steward",
    "ingestor",
    "kafka-broker",
    "terms",
  ],
};

/** The domain is pure: nothing of the machine, the network or the database. */
const impure = /^node:|^pg$|^fastify|^pino/u;

function sources(part: string): readonly string[] {
  return readdirSync(join(root, part, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/u.test(file) && !/\.test\.tsx?$|^testing(\.ts$|\/)/u.test(file))
    .map((file) => join(part, "src", file));
}

function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/gu)].map((match) => match[1] ?? "");
}

describe.each(Object.entries(allowed))("%s", (part, others) => {
  const files = sources(part);

  it("has sources", () => {
    expect(files.length).toBeGreaterThan(0);
  });

  it("imports only what lies below it", () => {
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((name) => name.startsWith("@anshi/") && !others.includes(name.split("/")[1] ?? ""))
        .map((name) => `${file} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it("depends on every package that it imports", () => {
    // The repository's root has packages for the tests, which an installation has not.
    const { dependencies = {} } = JSON.parse(readFileSync(join(root, part, "package.json"), "utf8")) as {
      readonly dependencies?: Readonly<Record<string, string>>;
    };
    // The oracle is for tests, too.
    const wrong = files
      .filter((file) => !file.startsWith("packages/domain/src/oracle/"))
      .flatMap((file) =>
        importsOf(file)
          .filter((name) => /^(?:@[\w-]+\/)?[\w-]+(?:\/[\w./-]+)?$/u.test(name))
          .filter((name) => !Object.hasOwn(dependencies, /^(?:@[^/]+\/)?[^/]+/u.exec(name)?.[0] ?? ""))
          .map((name) => `${file} imports ${name}`),
      );
    expect(wrong).toEqual([]);
  });

  it("reaches into no other part by a path", () => {
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((name) => name.startsWith("."))
        .filter((name) => relative(part, join(dirname(file), name)).startsWith(`..${sep}`))
        .map((name) => `${file} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });
});

it("keeps the domain pure", () => {
  const wrong = sources("packages/domain").flatMap((file) => {
    const text = readFileSync(join(root, file), "utf8");
    const found = importsOf(file).filter((name) => impure.test(name));
    const calls = text.match(/\bDate\.now\(|new Date\(\)|Math\.random\(|process\.|\bconsole\./gu) ?? [];
    return [...found, ...calls].map((what) => `${file}: ${what}`);
  });
  expect(wrong).toEqual([]);
});
