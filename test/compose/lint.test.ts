import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "@anshi/test-postgres/root";
import { have, pathOf } from "@anshi/test-tools";
import { expect, it } from "vitest";
import { composeFile } from "./model.js";

function said(program: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(pathOf(program) ?? "", args, { cwd: root, encoding: "utf8" });
  return `${status}\n${stdout}${stderr}`;
}

/** A copy of a file with a fault put in. */
function spoilt(file: string, from: string, to: string, check: (copy: string) => void): void {
  const directory = mkdtempSync(join(tmpdir(), "anshi-lint-"));
  try {
    const sound = readFileSync(file, "utf8");
    expect(sound).toContain(from);
    const copy = join(directory, "copy.yml");
    writeFileSync(copy, sound.replace(from, to));
    check(copy);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

it.skipIf(!have("checkJsonschema"))("docker-compose.yml keeps to the compose specification", () => {
  const check = (file: string): string =>
    said("check-jsonschema", "--builtin-schema", "vendor.compose-spec", file);
  expect(check(composeFile)).toMatch(/^0\n/u);
  spoilt(composeFile, "depends_on:", "depends_upon:", (copy) =>
    expect(check(copy)).toContain("depends_upon"),
  );
});

it.skipIf(!have("hadolint"))("hadolint has nothing to say of the Dockerfile", () => {
  const dockerfile = join(root, "Dockerfile");
  expect(said("hadolint", "--no-color", dockerfile)).toBe("0\n");
  spoilt(dockerfile, "WORKDIR /app", "WORKDIR app", (copy) =>
    expect(said("hadolint", copy)).toContain("DL3000"),
  );
});
