/** One thing that must be so for a process to be ready; resolves to why it is not. */
export interface Check {
  readonly name: string;
  readonly reason: () => Promise<string | null> | string | null;
}

export interface Health {
  readonly ok: boolean;
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly reason: string | null }[];
}

/** What /healthz and /readyz answer. */
export interface HealthChecks {
  readonly live: () => Promise<Health>;
  readonly ready: () => Promise<Health>;
}

const ANSWER_MS = 3_000;

/** Live is whoever can answer; ready is who passes every check in time. */
export function healthChecks(checks: readonly Check[]): HealthChecks {
  return {
    live: async () => ({ ok: true, checks: [] }),
    ready: async () => {
      const results = await Promise.all(
        checks.map(async ({ name, reason }) => {
          const why = await inTime(async () => reason());
          return { name, ok: why === null, reason: why };
        }),
      );
      return { ok: results.every(({ ok }) => ok), checks: results };
    },
  };
}

async function inTime(ask: () => Promise<string | null>): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve("no answer in time"), ANSWER_MS);
  });
  try {
    return await Promise.race([
      ask().catch((error: unknown) => (error instanceof Error ? error.message : "failed")),
      late,
    ]);
  } finally {
    clearTimeout(timer);
  }
}
