// `pnpm docs:generate`: writes the documents that are made from the sources; a test fails while they differ.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, run, setUp } from "./set-up.mjs";

setUp();
const { asyncApi, schemaFiles } = await import("../services/ingestor/dist/index.js");
const write = (name, document) =>
  writeFileSync(join(root, "docs", name), `${JSON.stringify(document, null, 2)}\n`);
write("asyncapi.json", asyncApi());
rmSync(join(root, "docs/schemas"), { recursive: true, force: true });
mkdirSync(join(root, "docs/schemas"));
for (const [name, schema] of Object.entries(schemaFiles())) write(join("schemas", name), schema);

run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-b", "infra/grafana"]);
const { dashboardFiles } = await import("../infra/grafana/dist/index.js");
const dashboards = join(root, "infra/grafana/dashboards");
rmSync(dashboards, { recursive: true, force: true });
mkdirSync(dashboards);
for (const [name, content] of Object.entries(dashboardFiles()))
  writeFileSync(join(dashboards, name), content);
