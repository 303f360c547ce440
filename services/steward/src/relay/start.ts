import type { Config, ServiceDeps } from "@anshi/runtime";
import { type Relay, startRelay } from "./relay.js";
import { robot } from "./robot.js";

/** Starts the relay to a WeCom group robot; nothing while none is configured (ANSHI_ALERT_ROBOT_URL). */
export async function startAlertRelay(
  config: Config,
  { log, metrics }: Pick<ServiceDeps, "log" | "metrics">,
): Promise<Relay | undefined> {
  const url = config.optional("ANSHI_ALERT_ROBOT_URL");
  if (url === undefined) return undefined;
  const port = config.integer("ANSHI_ALERT_RELAY_PORT");
  const relay = await startRelay({ robot: robot(url), log, metrics }, config.text("ANSHI_HOST"), port);
  log.info(`relaying alerts to a WeCom group from ${relay.url}`);
  return relay;
}
