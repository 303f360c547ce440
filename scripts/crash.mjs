// `pnpm test:crash -- --kills 200`: sets up and kills ingestors while they take messages from Kafka; see docs/kafka.md.
import { join } from "node:path";
import { root, run, setUp } from "./set-up.mjs";

setUp();
run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-b", "test"]);
await import("../test/dist/kafka/main.js");
