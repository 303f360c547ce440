// `pnpm kafka`: a Kafka cluster of one or three nodes without containers, until Ctrl-C; see docs/kafka.md.
import { setUp } from "./set-up.mjs";

setUp();
await import("../infra/kafka/dist/main.js");
