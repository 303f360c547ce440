import type { ClientBase } from "pg";
import { codeOf, UnfitDatabase } from "./errors.js";

/** What each kind of process may do; grants are in the migrations. */
export const roles = [
  "anshi_appender",
  "anshi_projector",
  "anshi_reader",
  "anshi_admin",
  "anshi_dashboard",
] as const;

export type Role = (typeof roles)[number];

const ATTEMPTS = 20;

/**
 * Makes the roles that are missing and lets the present login take them on. Roles belong to the cluster, so migrations
 * of other databases may do the same at this moment. Rejects with UnfitDatabase when the login may not.
 */
export async function ensureRoles(client: ClientBase): Promise<void> {
  for (const role of roles) {
    await settle(client, `create role ${role} nologin`, async () => {
      const { rowCount } = await client.query("select from pg_roles where rolname = $1", [role]);
      return rowCount === 1;
    });
    await settle(client, `grant ${role} to current_user`, async () => {
      const { rows } = await client.query<{ may: boolean }>(mayTake, [role]);
      return rows[0]?.may === true;
    });
  }
}

// Since PostgreSQL 16 a member may be barred from SET ROLE; before, membership was enough.
const mayTake = `
  select pg_has_role(current_user, $1::name,
    case when current_setting('server_version_num')::integer >= 160000 then 'SET' else 'MEMBER' end) as may`;

/** Runs the statement unless it is done; another one doing it at the same time shows as one of several errors. */
async function settle(client: ClientBase, statement: string, isDone: () => Promise<boolean>): Promise<void> {
  for (let attempt = 1; !(await isDone()); attempt += 1) {
    try {
      await client.query(statement);
    } catch (error) {
      const code = codeOf(error);
      if (code === "42501") throw mayNot(error);
      // Duplicate, unique violation, or "tuple concurrently updated".
      if (attempt === ATTEMPTS || !["42710", "23505", "XX000"].includes(code ?? "")) throw error;
    }
  }
}

function mayNot(cause: unknown): UnfitDatabase {
  const statements = roles.flatMap((role) => [
    `create role ${role} nologin;`,
    `grant ${role} to <this login>;`,
  ]);
  return new UnfitDatabase(
    "roles",
    `the database login may not create roles; let an administrator run, leaving out what exists:\n${statements.join("\n")}`,
    { cause },
  );
}
