import type { Logger } from "./log.js";

/** Something that runs until it is stopped. */
export interface Running {
  readonly stop: () => Promise<void>;
}

const GRACE_MS = 10_000;

/** npm passes on a signal that the terminal gave to the whole group: what comes so soon after the first is its echo. */
const ECHO_MS = 1_000;

/**
 * Stops what runs, the last started first, on SIGINT or SIGTERM, and ends the process: 0 when all stopped in time, 1
 * otherwise. A second signal, not its echo, ends it at once.
 */
export function stopOnSignal(running: readonly Running[], log: Logger): void {
  let since: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (since !== undefined) {
      if (performance.now() - since > ECHO_MS) process.exit(1);
      return;
    }
    since = performance.now();
    log.info({ signal }, "stopping");
    setTimeout(() => {
      log.error("stopping took too long");
      process.exit(1);
    }, GRACE_MS).unref();
    void stopAll(running, log).then((clean) => process.exit(clean ? 0 : 1));
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
}

/** Stops in reverse order; says whether all went well. */
export async function stopAll(running: readonly Running[], log: Logger): Promise<boolean> {
  let clean = true;
  for (const each of [...running].reverse()) {
    await each.stop().catch((error: unknown) => {
      clean = false;
      log.error({ err: error }, "stopping failed");
    });
  }
  return clean;
}
