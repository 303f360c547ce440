import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { stopCluster } from "./cluster.js";

declare module "vitest" {
  interface ProvidedContext {
    /** Directory of the run's throw-away PostgreSQL; its name is unique to the run. */
    readonly postgresDirectory: string;
  }
}

/** Vitest's global set-up: a place for the run's server, and its end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), "anshi-test-"));
  await chmod(directory, 0o755);
  project.provide("postgresDirectory", directory);
  return async () => {
    const { ANSHI_TEST_DATABASE_URL: given } = process.env;
    if (given !== undefined && given !== "") await dropAll(given, prefixOf(directory));
    else await stopCluster(directory);
    await rm(directory, { recursive: true, force: true });
  };
}

/** What the names of a run's databases begin with. */
export function prefixOf(directory: string): string {
  return `${basename(directory).replaceAll("-", "_").toLowerCase()}_`;
}

async function dropAll(url: string, prefix: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ datname: string }>(
      "select datname from pg_database where starts_with(datname, $1)",
      [prefix],
    );
    for (const { datname } of rows) await client.query(`drop database "${datname}" with (force)`);
  } finally {
    await client.end();
  }
}
