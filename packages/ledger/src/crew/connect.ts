import pg from "pg";

/** How a verification or a replay reaches the database: over connections of its own, for they are kept busy throughout. */
export interface DatabaseAccess {
  readonly url: string;
  /** Role to take on, whatever the login. */
  readonly role?: string;
}

/** Connects. Ranges are read by index, and nothing is compiled for them. */
export async function connect({ url, role }: DatabaseAccess, name = "anshi verify"): Promise<pg.Client> {
  const settings = [
    "jit=off",
    "timezone=UTC",
    "search_path=pg_catalog",
    ...(role === undefined ? [] : [`role=${role}`]),
  ];
  const client = new pg.Client({
    connectionString: url,
    application_name: name,
    options: settings.map((setting) => `-c ${setting}`).join(" "),
    keepAlive: true,
  });
  // A query under way fails with the connection; without a listener the process would.
  client.on("error", () => undefined);
  await client.connect();
  return client;
}
