// Of a built checkout leaves what the services and the command line need at run time. For the image: it takes the rest away.
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PNPM, root, run } from "./set-up.mjs";

const remove = (path) => rmSync(join(root, path), { recursive: true, force: true });
const parts = ["packages", "services", "infra"].flatMap((group) =>
  readdirSync(join(root, group)).map((name) => join(group, name)),
);

// The embedded PostgreSQL is an optional dependency: a container has a server beside it.
for (const part of ["", "test/postgres", "test/tools", ...parts]) remove(join(part, "node_modules"));
run("npx", [
  "--yes",
  PNPM,
  "install",
  "--prod",
  "--no-optional",
  "--frozen-lockfile",
  "--prefer-offline",
  "--filter-prod=@anshi/cli...",
]);
for (const part of ["test", "infra/grafana", ...parts.map((each) => join(each, "src"))]) remove(part);
