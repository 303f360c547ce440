import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { root } from "@anshi/test-postgres/root";
import { expect, it } from "vitest";

const page = join(root, "services/console/dist/page");

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
  readonly isEntry?: boolean;
}

/** The page, and the script and styles it cannot do without: what is loaded before the board is seen. */
function firstView(): readonly string[] {
  const chunks = JSON.parse(readFileSync(join(page, ".vite/manifest.json"), "utf8")) as Readonly<
    Record<string, Chunk>
  >;
  const files = new Set(["index.html", "icon.svg"]);
  const take = (name: string): void => {
    const chunk = chunks[name];
    if (chunk === undefined || files.has(chunk.file)) return;
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    for (const each of chunk.imports ?? []) take(each);
  };
  for (const [name, { isEntry }] of Object.entries(chunks)) if (isEntry === true) take(name);
  return [...files];
}

it("brings the first view within 350 KiB packed", () => {
  const files = firstView();
  expect(files.some((file) => file.endsWith(".js"))).toBe(true);
  expect(files.some((file) => file.endsWith(".css"))).toBe(true);
  const bytes = files.map((file) => gzipSync(readFileSync(join(page, file))).length);
  expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(350 * 1024);
});
