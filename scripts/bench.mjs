// `pnpm bench`: sets up and measures. Figures are for an otherwise idle machine.
import { join } from "node:path";
import { root, run, setUp } from "./set-up.mjs";

setUp();
run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-b", "test"]);
await import("../test/dist/bench/main.js");
