import pg from "pg";

export interface UnansweredOptions {
  readonly url: string;
  /** Milliseconds without an answer after which the server is asked; and again, as long as it is at work. */
  readonly askAfterMs: number;
  /** Shared by the connections of a pool: what took one of them is likely to have taken the others. */
  readonly losses: Losses;
}

/** When a connection was last found lost, milliseconds since 1970. */
export interface Losses {
  lastAt: number;
}

const ASK_MS = 5_000;
/** A connection that did not answer since another one was lost is asked after much sooner. */
const SUSPECT_MS = 500;

/**
 * Ends a connection whose answer will never come. A network can lose a connection without a word to either side, and a
 * statement sent into it would wait for ever; a time limit alone would also end statements that only take long. So the
 * server is asked, over another connection, whether it is still at work for this one.
 */
export function endUnanswered(client: pg.PoolClient, { url, askAfterMs, losses }: UnansweredOptions): void {
  const { processID } = client as pg.PoolClient & { readonly processID?: number };
  const send = client.query.bind(client) as (...args: readonly unknown[]) => unknown;
  let timer: NodeJS.Timeout | undefined;
  let answeredAt = Date.now();

  const onAnswered = (): void => {
    answeredAt = Date.now();
    clearTimeout(timer);
    timer = undefined;
  };
  const ask = async (): Promise<void> => {
    const asked = timer;
    const atWork = await isAtWork(url, processID ?? 0);
    // Answered meanwhile, and perhaps already busy with the next.
    if (timer === undefined || timer !== asked) return;
    if (atWork) timer.refresh();
    // With a statement under way this closes the socket at once, and fails the statement.
    else {
      losses.lastAt = Date.now();
      void (client as unknown as pg.Client).end().catch(() => undefined);
    }
  };
  client.on("drain", onAnswered);
  client.on("end", onAnswered);
  Object.assign(client, {
    query: (...args: readonly unknown[]) => {
      const patience = answeredAt <= losses.lastAt ? Math.min(SUSPECT_MS, askAfterMs) : askAfterMs;
      timer ??= setTimeout(() => void ask(), patience).unref();
      return send(...args);
    },
  });
}

/** False when the server is not to be reached, or has nothing in hand for that process of its own. */
async function isAtWork(connectionString: string, processId: number): Promise<boolean> {
  const client = new pg.Client({
    connectionString,
    application_name: "anshi asks",
    connectionTimeoutMillis: ASK_MS,
    query_timeout: ASK_MS,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ state: string }>(
      "select state from pg_stat_activity where pid = $1",
      [processId],
    );
    return rows[0]?.state === "active";
  } catch (error) {
    // An SQLSTATE comes from a server that lives: it may have no connection left.
    return /^[0-9A-Z]{5}$/u.test((error as { readonly code?: string }).code ?? "");
  } finally {
    void client.end().catch(() => undefined);
  }
}
