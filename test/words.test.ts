import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * One thing has one name wherever it is read: on the board, in an alert, on a sheet of evidence. What each is called, and what it could
 * be called as well and is not: a case shelved (搁置) would be a bureau's decision, and what is put away under seal (封存) is no longer used.
 */
const others: Readonly<Record<string, readonly string[]>> = {
  无法计算: ["无法核算", "搁置"],
  封印: ["封存"],
};

const texts = ["docs", "infra", "packages", "services"]
  .flatMap((part) =>
    readdirSync(join(root, part), { recursive: true, encoding: "utf8" }).map((file) => join(part, file)),
  )
  .concat("README.md", "README.zh-CN.md", "CHANGELOG.md")
  .filter((file) => /\.(?:md|tsx?|json|yml)$/u.test(file) && !/(?:^|\/)(?:node_modules|dist)\//u.test(file))
  .map((file) => [file, readFileSync(join(root, file), "utf8")] as const);

it.each(Object.entries(others))("%s has no other name", (name, wrong) => {
  const used = texts.filter(([, text]) => text.includes(name));
  expect(used.length).toBeGreaterThan(5);
  const found = texts.flatMap(([file, text]) =>
    wrong.filter((other) => text.includes(other)).map((other) => `${file}: ${other}`),
  );
  expect(found).toEqual([]);
});
