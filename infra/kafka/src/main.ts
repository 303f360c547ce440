import { parseArgs } from "node:util";
import { NoBroker, startKafka } from "./index.js";

/**
 * `pnpm kafka -- --nodes 3 --directory DIR`: a cluster on free ports until Ctrl-C, its addresses on stdout; without a directory its data
 * are temporary. Exit 1 when there can be none, 2 for wrong use.
 */
const USAGE = "usage: pnpm kafka -- [--nodes 1|3] [--directory DIR]\n";

function options(): { readonly nodes: 1 | 3; readonly directory?: string } | undefined {
  try {
    const { values } = parseArgs({
      args: process.argv.slice(2).filter((word) => word !== "--"),
      options: { nodes: { type: "string", default: "1" }, directory: { type: "string" } },
    });
    if (values.nodes !== "1" && values.nodes !== "3") return undefined;
    const nodes = values.nodes === "1" ? 1 : 3;
    return values.directory === undefined ? { nodes } : { nodes, directory: values.directory };
  } catch {
    return undefined;
  }
}

const asked = options();
if (asked === undefined) {
  process.stderr.write(USAGE);
  process.exit(2);
}
try {
  const cluster = await startKafka(asked);
  process.stdout.write(`ANSHI_KAFKA_BROKERS=${cluster.bootstrap()}\n`);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void cluster.stop().then(() => process.exit(0)));
  setInterval(() => undefined, 1 << 30);
} catch (error) {
  if (!(error instanceof NoBroker)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
