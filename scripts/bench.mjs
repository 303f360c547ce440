// `pnpm bench` sets up and measures; `pnpm bench:large -- --events 10000000` does so at size. Figures are for an otherwise
// idle machine.
import { join } from "node:path";
import { root, run, setUp } from "./set-up.mjs";

setUp();
run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-b", "test"]);
const [which] = process.argv
  .splice(2, 1)
  .filter((word) => ["large", "kafka", "verify", "sql", "replay", "console"].includes(word));
await import(which === undefined ? "../test/dist/bench/main.js" : `../test/dist/bench/${which}/main.js`);
