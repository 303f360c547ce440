import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Config, readConfig, StartFailure } from "@anshi/runtime";
import type { Context } from "../context.js";
import { Failure } from "../failure.js";
import { monitoringDocuments } from "../monitoring/documents.js";
import { type LookUp, PartlySet } from "../monitoring/fill.js";
import { parseAlertUnits } from "../monitoring/for-each-unit.js";
import { parseTargets } from "../monitoring/targets.js";
import type { CommandDefinition } from "../program.js";
import { wholeNumber } from "./numbers.js";

const infra = fileURLToPath(new URL("../../../../infra/", import.meta.url));

/** `anshi monitoring`: the configuration of Prometheus and Alertmanager, with its secrets, from ANSHI_* variables. */
export const monitoringCommand: CommandDefinition = (program, context) => {
  program
    .command("monitoring")
    .description("write the configuration of Prometheus and Alertmanager, secrets in it")
    .requiredOption("--to <directory>", "where to; files there are replaced")
    .option("--faster <n>", "every wait and interval n times shorter, for a trial", wholeNumber(1, 1_000), 1)
    .option("--json", "as JSON")
    .action((options: { readonly to: string; readonly faster: number; readonly json?: true }) => {
      const config = configOf(context);
      const documents = documentsOf(config, options.faster);
      const to = resolve(options.to);
      // What an earlier version wrote and this one does not know must not be loaded any more.
      rmSync(join(to, "prometheus/rules"), { recursive: true, force: true });
      for (const [path, text] of documents) write(join(to, path), text);
      const channels = channelsOf(config);
      if (options.json) {
        context.print(JSON.stringify({ to, files: [...documents.keys()], channels }));
        return;
      }
      context.print(`${documents.size} files in ${to}`);
      context.print(
        channels.length === 0
          ? "no channel is set (ANSHI_ALERT_…): alerts are seen in Alertmanager alone"
          : `alerts go to: ${channels.join(", ")}`,
      );
    });
};

function configOf(context: Context): Config {
  try {
    return readConfig(context.env);
  } catch (error) {
    throw error instanceof StartFailure ? new Failure(error.message) : error;
  }
}

function documentsOf(config: Config, faster: number): ReadonlyMap<string, string> {
  const described = config.describe();
  const names = new Set(described.map(({ name }) => name));
  const lookUp: LookUp = (name) => {
    if (!names.has(name)) throw new Error(`${name} is no variable`);
    return config.optional(name as Parameters<Config["optional"]>[0]);
  };
  const units = parseAlertUnits(config.optional("ANSHI_ALERT_UNITS") ?? "");
  if (units === undefined)
    throw new Failure("ANSHI_ALERT_UNITS: expected unit=department pairs such as 320902=12,320903=13");
  if (units.length > 0 && config.optional("ANSHI_ALERT_WECOM_CORP_ID") === undefined)
    throw new Failure("ANSHI_ALERT_UNITS is set, but not ANSHI_ALERT_WECOM_CORP_ID: units are told in WeCom");
  const targets = parseTargets(config.text("ANSHI_METRICS_TARGETS"));
  if (targets === undefined)
    throw new Failure(
      "ANSHI_METRICS_TARGETS: expected service=host:port pairs such as api=api:8417,steward=steward:9464",
    );
  const given = new Set(described.filter((variable) => variable.default !== null).map(({ name }) => name));
  try {
    return monitoringDocuments(infra, { lookUp, given, units, targets, faster });
  } catch (error) {
    throw error instanceof PartlySet ? new Failure(error.message) : error;
  }
}

function channelsOf(config: Config): readonly string[] {
  const channels = [
    ["ANSHI_ALERT_WEBHOOK_URL", "webhook"],
    ["ANSHI_ALERT_WECOM_CORP_ID", "WeCom application"],
    ["ANSHI_ALERT_RELAY_URL", "WeCom group robot"],
  ] as const;
  return channels.flatMap(([name, channel]) => (config.optional(name) === undefined ? [] : [channel]));
}

/** As a whole or not at all, for its owner's eyes: whoever reads it is run by the same user. */
function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
