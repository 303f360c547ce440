// `npm start`: sets up, then is `anshi up` itself – one process, so that signals to npm reach it.
import { setUp } from "./set-up.mjs";

setUp();
process.argv.splice(2, 0, "up");
await import("../services/cli/dist/main.js");
