// `pnpm test:soak`: sets up and runs the services under traffic and mishaps; see docs/operations.md.
import { join } from "node:path";
import { root, run, setUp } from "./set-up.mjs";

setUp();
run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-b", "test"]);
await import("../test/dist/soak/main.js");
