import { inTransaction } from "@anshi/ledger";
import type { Pool, PoolClient } from "pg";
import { scramVerifier } from "./scram.js";

/** The role that may ask the board's functions for dashboards, and read nothing else. */
export const DASHBOARD_ROLE = "anshi_dashboard";

/** A login for dashboards cannot be made so. */
export class UnfitLogin extends Error {
  override readonly name = "UnfitLogin";
}

/** What sessions of the login begin with; what it may do at all is its role's. */
const settings = {
  statement_timeout: "15s",
  idle_in_transaction_session_timeout: "30s",
  default_transaction_read_only: "on",
} as const;
const MOST_CONNECTIONS = 20;
const SHORTEST = 12;

/**
 * Makes a login that may read the board and nothing else, or gives the one that is there another password. Whether it is
 * new. `pool` is of a login that may create roles. Rejects with UnfitLogin for a name or password that cannot be, and for a login
 * that may do more.
 */
export async function makeDashboardLogin(pool: Pool, name: string, password: string): Promise<boolean> {
  if (!/^[a-z][a-z0-9_]{0,62}$/u.test(name) || /^(anshi_|pg_)/u.test(name))
    throw new UnfitLogin(
      `${name} cannot be the login's name: small letters, digits and _, not anshi_… or pg_…`,
    );
  if (password.length < SHORTEST || !/^[\x20-\x7e]+$/u.test(password))
    throw new UnfitLogin(`the password needs at least ${SHORTEST} characters, all of them printable ASCII`);
  try {
    return await inTransaction(pool, async (client) => {
      const isNew = await ensureLogin(client, name);
      await client.query(`alter role "${name}" password '${scramVerifier(password)}'`);
      for (const [setting, value] of Object.entries(settings))
        await client.query(`alter role "${name}" set ${setting} = '${value}'`);
      await closeDoors(client);
      return isNew;
    });
  } catch (error) {
    if ((error as { readonly code?: string }).code !== "42501") throw error;
    throw new UnfitLogin(
      `the database login may not make ${name} a member of ${DASHBOARD_ROLE}; it needs to be able to create roles`,
      {
        cause: error,
      },
    );
  }
}

async function ensureLogin(client: PoolClient, name: string): Promise<boolean> {
  const { rows } = await client.query<{ readonly more: boolean }>(
    `select r.rolsuper or r.rolcreaterole or r.rolcreatedb or r.rolreplication or r.rolbypassrls or r.rolname = current_user
            or exists (select from pg_auth_members as m
                        where m.member = r.oid and m.roleid <> to_regrole($2)) as more
       from pg_roles as r where r.rolname = $1`,
    [name, DASHBOARD_ROLE],
  );
  if (rows[0]?.more === true)
    throw new UnfitLogin(`${name} is a login that may do more than read the board; take another name`);
  if (rows[0] === undefined) await client.query(`create role "${name}"`);
  await client.query(`alter role "${name}" login connection limit ${MOST_CONNECTIONS}`);
  await client.query(`grant ${DASHBOARD_ROLE} to "${name}"`);
  return rows[0] === undefined;
}

/** What anybody may do in a database: temporary tables and, where the login here may forbid them, large objects. */
async function closeDoors(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{
    readonly database: string;
    readonly owns: boolean;
    readonly all: boolean;
  }>(
    `select format('%I', datname) as database, pg_has_role(datdba, 'USAGE') as owns,
            (select rolsuper from pg_roles where rolname = current_user) as all
       from pg_database where datname = current_database()`,
  );
  const [own] = rows;
  if (own?.owns === true) await client.query(`revoke temporary on database ${own.database} from public`);
  if (own?.all === true)
    await client.query(
      "revoke execute on function lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea), lo_import(text), lo_import(text, oid) from public",
    );
}
