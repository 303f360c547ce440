// Brings a checkout to where it can run: dependencies as locked, sources built. Needs Node and npm alone.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

export const PNPM = "pnpm@12.21.0";
const OLDEST = [20, 19];
const PAGE_PACKAGES = ["packages/domain", "packages/terms", "packages/mapping"];
const stampFile = join(root, "node_modules", ".anshi-installed");
const buildFile = join(root, "node_modules", ".anshi-built");
const pageFile = join(root, "node_modules", ".anshi-page");

/** Installs and builds what is not up to date; a second call needs no network and takes moments. */
export function setUp() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    fail(`Node ${process.versions.node} is too old: anshi needs ${OLDEST.join(".")} or newer.`);
  }
  const lock = hash([join(root, "pnpm-lock.yaml"), join(root, "pnpm-workspace.yaml")]);
  const wanted = `${lock} ${process.platform} ${process.arch} ${major}`;
  if (read(stampFile) !== wanted) {
    say("installing dependencies …");
    run("npx", ["--yes", PNPM, "install", "--frozen-lockfile", "--prefer-offline"]);
    writeFileSync(stampFile, wanted);
  }
  const sources = hash(sourceFiles());
  if (read(buildFile) !== sources || !existsSync(join(root, "services/cli/dist/main.js"))) {
    say("building …");
    run(process.execPath, [
      join(root, "node_modules/typescript/bin/tsc"),
      "-b",
      "services/cli",
      "services/api",
      "services/projector",
      "services/steward",
      "services/ingestor",
    ]);
    writeFileSync(buildFile, sources);
  }
  const page = hash(pageSources());
  if (read(pageFile) !== page || !existsSync(join(root, "services/console/dist/page/index.html"))) {
    say("building the console …");
    run(process.execPath, [
      join(root, "services/console/node_modules/vite/bin/vite.js"),
      "build",
      "services/console",
      "--config",
      "services/console/vite.config.ts",
      "--logLevel",
      "warn",
    ]);
    writeFileSync(pageFile, page);
  }
}

/** What the console's page is made of: its own files and the packages it takes in. */
function pageSources() {
  const own = join(root, "services/console");
  const beside = ["index.html", "package.json", "vite.config.ts"].map((name) => join(own, name));
  return [join(own, "src"), join(own, "public"), ...PAGE_PACKAGES.map((name) => join(root, name, "src"))]
    .flatMap(filesOf)
    .concat(beside, join(root, "pnpm-lock.yaml"))
    .sort();
}

function sourceFiles() {
  const parts = ["packages", "services", "infra"].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => join(root, group, name)),
  );
  return parts
    .flatMap((part) =>
      existsSync(join(part, "src")) ? [join(part, "tsconfig.json"), ...filesOf(join(part, "src"))] : [],
    )
    .concat(join(root, "tsconfig.base.json"))
    .sort();
}

function filesOf(directory) {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function hash(files) {
  const digest = createHash("sha256");
  for (const file of files) digest.update(file.slice(root.length)).update(readFileSync(file));
  return digest.digest("hex");
}

function read(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** Runs a command quietly; shows what it wrote only when it fails. */
export function run(command, args) {
  const result = spawnSync(command, args, { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  if (result.status === 0) return;
  process.stderr.write(`${result.stdout ?? ""}${result.stderr ?? ""}`);
  fail(
    `\`${command} ${args.join(" ")}\` failed${result.error === undefined ? "" : `: ${result.error.message}`}.`,
  );
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
