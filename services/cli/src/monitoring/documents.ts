import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse, stringify } from "yaml";
import { faster } from "./faster.js";
import { fill, type LookUp, type Value } from "./fill.js";
import { type AlertedUnit, forEachUnit } from "./for-each-unit.js";
import type { TargetGroup } from "./targets.js";

/** What the configuration is made with. */
export interface MonitoringOptions {
  readonly lookUp: LookUp;
  /** Variables that always have a text. */
  readonly given: ReadonlySet<string>;
  readonly units: readonly AlertedUnit[];
  readonly targets: readonly TargetGroup[];
  /** Every wait so many times shorter. */
  readonly faster: number;
}

/**
 * The files of Prometheus and Alertmanager, by their path, made from those in `from` (the project's `infra`). Throws PartlySet.
 */
export function monitoringDocuments(from: string, options: MonitoringOptions): ReadonlyMap<string, string> {
  const made = (path: string): string => {
    const read = parse(readFileSync(join(from, path), "utf8"), { merge: true }) as Value;
    const filled = fill(forEachUnit(read, options.units), options.lookUp, options.given) ?? {};
    const paced = options.faster === 1 ? filled : faster(filled, options.faster);
    return stringify(paced, { aliasDuplicateObjects: false, lineWidth: 0 });
  };
  const list = (folder: string) =>
    readdirSync(join(from, folder)).map((name) => `${folder}/${basename(name)}`);
  const rules = list("prometheus/rules");
  const templates = list("alertmanager/templates");
  return new Map([
    ["prometheus/prometheus.yml", made("prometheus/prometheus.yml")],
    ["prometheus/targets.json", `${JSON.stringify(options.targets, null, 2)}\n`],
    ...rules.map((path) => [path, made(path)] as const),
    ["alertmanager/alertmanager.yml", made("alertmanager/alertmanager.yml")],
    ...templates.map((path) => [path, readFileSync(join(from, path), "utf8")] as const),
  ]);
}
