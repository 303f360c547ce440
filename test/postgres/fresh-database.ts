import { createHash, randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { inject } from "vitest";
import { serverUrl } from "./server.js";
import { prefixOf } from "./setup.js";

/** A database to be copied: made once a run, by the first test that asks for its name. */
export interface Template {
  readonly name: string;
  /** Fills the empty database; closes every connection it opened. */
  readonly prepare: (url: string) => Promise<void>;
}

export interface FreshDatabase {
  readonly url: string;
  readonly name: string;
  /** Drops it, ending connections that are still open. */
  readonly drop: () => Promise<void>;
}

/** A database of its own for a test file, in the run's one server: a copy of the template, or empty. */
export async function freshDatabase(template?: Template): Promise<FreshDatabase> {
  const directory = inject("postgresDirectory");
  const server = await serverUrl(directory);
  const prefix = prefixOf(directory);
  const name = `${prefix}${randomBytes(6).toString("hex")}`;
  await asAdmin(server, async (admin) => {
    const original =
      template === undefined ? "template0" : await ensureTemplate(admin, server, prefix, template);
    await admin.query(`create database "${name}" template "${original}"`);
  });
  return {
    name,
    url: inDatabase(server, name),
    drop: () =>
      asAdmin(server, async (admin) => {
        await untilEmpty(admin, name);
        await admin.query(`drop database "${name}" with (force)`);
      }),
  };
}

const LEAVE_TRIES = 100;

/**
 * A pool's end resolves before its sessions have gone: dropped at once, the server ends them, and a pool that no longer
 * listens has an error that nobody handles. Sessions that do not leave are ended by the drop.
 */
async function untilEmpty(admin: pg.Client, name: string): Promise<void> {
  for (let tries = 0; tries < LEAVE_TRIES; tries += 1) {
    const { rowCount } = await admin.query("select from pg_stat_activity where datname = $1 limit 1", [name]);
    if (rowCount === 0) return;
    await sleep(10);
  }
}

async function ensureTemplate(
  admin: pg.Client,
  server: string,
  prefix: string,
  template: Template,
): Promise<string> {
  const name = `${prefix}template_${createHash("sha256").update(template.name).digest("hex").slice(0, 12)}`;
  // Test files run in processes of their own: one makes the template, the others wait. Copying it waits as well, because
  // a copy cannot be made while another connection is in the original.
  await admin.query("select pg_advisory_lock(hashtext($1))", [name]);
  const { rowCount } = await admin.query("select from pg_database where datname = $1", [name]);
  if (rowCount === 0) {
    const half = `${name}_half`;
    await admin.query(`drop database if exists "${half}" with (force)`);
    await admin.query(`create database "${half}" template template0`);
    await template.prepare(inDatabase(server, half));
    await admin.query(`alter database "${half}" rename to "${name}"`);
  }
  return name;
}

async function asAdmin<T>(server: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

function inDatabase(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
