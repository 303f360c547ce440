import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Broker, format, startBroker } from "./broker.js";
import { classPath } from "./class-path.js";

/** A broker of somebody else's settings. */
export interface SingleOptions {
  /** Where its settings and what it writes lie; `log.dirs` says where its data. */
  readonly directory: string;
  readonly clusterId: string;
  /** `server.properties`, by name. */
  readonly properties: Readonly<Record<string, string>>;
  readonly heapMb: number;
}

/** Starts one broker with the settings given, to try a configuration; it may not answer yet. Rejects with NoBroker. */
export async function startSingle({
  directory,
  clusterId,
  properties,
  heapMb,
}: SingleOptions): Promise<Broker> {
  const jars = await classPath();
  await mkdir(directory, { recursive: true });
  const lines = Object.entries(properties).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(join(directory, "server.properties"), lines.join(""));
  await format(jars, directory, clusterId, undefined);
  return startBroker(jars, directory, heapMb);
}
